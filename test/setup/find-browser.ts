import { existsSync } from 'node:fs';

/** A Chromium of this machine, or `undefined`. `CHROMIUM_PATH` names one that stands elsewhere. */
export function findBrowser(): string | undefined {
  return [
    process.env['CHROMIUM_PATH'] ?? '',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  ].find((path) => path !== '' && existsSync(path));
}

import { installPackage, mayInstall } from './apt-get.ts';
import { findBrowser } from './find-browser.ts';

/**
 * Sees to it once, before all tests, that there is a Chromium: with CI=true, on Debian, as root or by sudo, it is
 * installed; a person's machine is spared its 300 MB. Elsewhere the tests that need it are skipped, and this says how to
 * get it.
 */
export default function setup(): void {
  if (findBrowser() !== undefined) return;
  let reason = 'only root or sudo on Debian, with CI=true, gets it installed';
  if (process.env['CI'] === 'true' && mayInstall()) {
    try {
      installPackage('chromium');
    } catch (error) {
      reason = String(error);
    }
  }
  if (findBrowser() === undefined) {
    process.stderr.write(
      `There is no Chromium (${reason}): the page at /docs is not looked at. ` +
        'Get it with "apt-get install chromium", or name one with CHROMIUM_PATH.\n',
    );
  }
}

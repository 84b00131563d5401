import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../../shared/config/load-config.ts';
import { textOf } from '../setup/repository-text.ts';
import { startApp, type RunningApp } from '../setup/running-app.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const readme = textOf('README.md') ?? '';
const printedAddress = 'http://localhost:7071';

/** The code blocks of one language, in the order of the page. */
function examples(language: string): string[] {
  return [...readme.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\`$`, 'gm'))].map(
    ([, code = '']) => code,
  );
}

async function runModule(code: string, env: Record<string, string>): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', code], {
    cwd: root,
    env: { ...process.env, NODE_NO_WARNINGS: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [output, errors, exit] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise((resolve) => child.once('close', resolve)),
  ]);
  return { code: exit, output: output + errors };
}

describe('the examples of the README', () => {
  let app: RunningApp;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app.stop());

  it.each(examples('ts').map((code, at) => ({ at, code })))('program $at prints an answer', async ({ code }) => {
    expect(code).toContain(printedAddress);
    const ran = await runModule(code.replaceAll(printedAddress, app.url), { SLUICE_KEY: app.key });
    expect(ran.code, ran.output).toBe(0);
    expect(ran.output.trim().length).toBeGreaterThan(10);
  });

  it('has a curl line that a gateway answers', async () => {
    const [curl = ''] = examples('sh').filter((code) => code.startsWith('curl '));
    const [url = ''] = /http:\S+/.exec(curl) ?? [];
    const headers = [...curl.matchAll(/-H "([^:]+): ([^"]+)"/g)].map(([, name = '', value = '']): [string, string] => [
      name,
      name === 'Authorization' ? `Bearer ${app.key}` : value,
    ]);
    const [, body = ''] = /-d '([^']+)'/.exec(curl) ?? [];
    const answer = await fetch(url.replace(printedAddress, app.url), { method: 'POST', headers, body });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ object: 'chat.completion' });
  });

  it('has a gateway file that the gateway takes, once its ellipses are filled', () => {
    const [file = ''] = examples('json');
    const filled = file
      .replace('"id": "…"', '"id": "abcdefghij"')
      .replace('"sha256": "…"', `"sha256": "${'0'.repeat(64)}"`);
    const env = { SLUICE_GATEWAY_JSON: filled, SLUICE_KEY_VAULT_URL: 'https://vault.example.vault.azure.net' };
    const config = loadConfig({ env, readFile: () => '' });
    expect(config.deployments).toHaveLength(3);
  });
});

import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatewayFile } from '../../fixtures/gateway-file.ts';

const node = resolve('node_modules/.bin/node');
const main = resolve('local/cli/main.ts');
let folder = '';

async function sluice(...args: string[]) {
  // Nothing of the machine's own settings may reach the command.
  const options = { cwd: folder, env: { PATH: process.env['PATH'] ?? '' } };
  return promisify(execFile)(node, [main, ...args], options).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sluice-cli-'));
  const Values = { SLUICE_GATEWAY_FILE: 'mine.json', SLUICE_KEY_VAULT_URL: 'https://v.vault.azure.net' };
  await writeFile(join(folder, 'local.settings.json'), JSON.stringify({ IsEncrypted: false, Values }));
  await writeFile(join(folder, 'mine.json'), JSON.stringify(gatewayFile()));
});

afterAll(() => rm(folder, { recursive: true }));

describe('the command line, as a process', () => {
  it('takes its settings from local.settings.json of the folder it runs in', async () => {
    const { code, stdout } = await sluice('config', 'validate');
    expect(stdout).toBe('OK: mine.json has 2 models, 3 deployments, 1 caller\n');
    expect(code).toBe(0);
  });

  it('answers six mistakes with six lines, exit code 1 and no secret', async () => {
    const planted = 'Zk3pQ9vX7mT2nR8wL5cJ1hB6dF4gS0yA';
    const file = gatewayFile({
      upstreams: {
        east: { endpoint: `https://me:${planted}@east.example`, credential: { key: planted } },
        west: { endpoint: 'http://west.example', credential: { managedIdentity: true } },
      },
      models: { 'gpt-4o': { deployments: [{ upstream: 'north', deployment: 'd', weight: 'heavy' }] } },
      callers: { a: { keys: [{ id: 'abcdefghij', sha256: planted }] } },
    });
    await writeFile(join(folder, 'broken.json'), JSON.stringify(file));
    const { code, stdout, stderr } = await sluice('config', 'validate', '--file', 'broken.json');
    expect(code).toBe(1);
    expect(stdout).toBe('');
    expect(stderr.trimEnd().split('\n')).toEqual([
      'upstreams.east.endpoint: expected an address without a user name or password',
      'upstreams.east.credential.key: unknown member, expected exactly one of keyVaultSecret, setting, managedIdentity',
      'upstreams.west.endpoint: expected an https: address (http: is accepted for this machine only), saw "http://west.example"',
      'models.gpt-4o.deployments[0].weight: expected a number, saw "heavy"',
      "callers.a.keys[0].sha256: expected the SHA-256 of the key's secret part, as 64 hexadecimal digits",
      'models.gpt-4o.deployments[0].upstream: expected one of the upstreams east, west, saw "north"',
      '6 mistakes in broken.json',
    ]);
  });

  it('answers a command it does not know with its usage and exit code 2', async () => {
    const { code, stderr } = await sluice('config', 'destroy');
    expect(code).toBe(2);
    expect(stderr).toMatch(/^There is no command "config destroy"\.\n\nUsage: npm run sluice -- COMMAND/);
  });

  it('writes a new key into the gateway file, which then still holds no mistake', async () => {
    const { stdout } = await sluice('keys', 'new', 'team-z', '--write');
    expect(stdout).toMatch(/sluice_[a-z0-9]{10}_[A-Za-z0-9_-]{43}/);
    expect(await readFile(join(folder, 'mine.json'), 'utf8')).toContain('"team-z"');
    expect((await sluice('config', 'validate')).stdout).toMatch(/2 callers/);
  });

  it('waits for checks whose own waits would let the process end', async () => {
    const { code, stdout } = await sluice('config', 'check', '--file', await unreachable());
    expect(stdout).toMatch(/FAILED {2}east-d .*ECONNREFUSED/);
    expect(code).toBe(1);
  });
});

async function unreachable() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  await new Promise((closed) => server.close(closed));
  const upstreams = {
    east: { endpoint: `http://127.0.0.1:${port}`, credential: { setting: 'SLUICE_KEY_VAULT_URL' } },
  };
  const models = { 'gpt-4o': { deployments: [{ upstream: 'east', deployment: 'd' }] } };
  await writeFile(join(folder, 'unreachable.json'), JSON.stringify(gatewayFile({ upstreams, models })));
  return 'unreachable.json';
}

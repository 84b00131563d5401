import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHost, type Host } from '../../../local/host/start-host.ts';
import { packageApp } from '../../../local/package/package-app.ts';
import { unzip } from '../../../local/package/unzip.ts';
import { startGatewayFixture, type GatewayFixture } from '../../setup/gateway-fixture.ts';
import { repositoryRoot } from '../../setup/repository-text.ts';

let folder: string;
let fixture: GatewayFixture;
let host: Host;

beforeAll(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), 'sluice-unpacked-')));
  const { zip } = await packageApp({ root: repositoryRoot, out: join(folder, 'out') });
  await unzip(await readFile(zip), join(folder, 'app'));
  fixture = await startGatewayFixture();
  host = await startHost({
    appRoot: join(folder, 'app'),
    quiet: true,
    env: {
      ...fixture.env,
      NODE_OPTIONS: `--import=${pathToFileURL(`${repositoryRoot}/test/setup/recorded-imports.ts`).href}`,
      SLUICE_TEST_IMPORTS: join(folder, 'imports.txt'),
    },
  });
});
afterAll(async () => {
  await host.stop();
  await fixture.stop();
  await rm(folder, { recursive: true });
});

describe('the unpacked zip alone, outside of the repository', () => {
  it('answers whole and as a stream', async () => {
    for (const stream of [false, true]) {
      const answer = await post('/v1/chat/completions', {
        model: 'gpt-4o',
        stream,
        messages: [{ role: 'user', content: 'Hi' }],
      });
      expect(answer.status).toBe(200);
      expect(await answer.text()).toContain(stream ? 'data: [DONE]' : '"finish_reason"');
    }
  });

  it('counts tokens exactly, which takes the tables along', async () => {
    const answer = await post('/v1/tokens/count', { model: 'gpt-4o', text: 'hello world' });
    expect(await answer.json()).toMatchObject({ tokens: 2 });
  });

  it('has all functions of the repository', async () => {
    expect(host.functions.length).toBeGreaterThan(25);
  });

  it('loads no file that is not its own', async () => {
    const loaded = new Set((await readFile(join(folder, 'imports.txt'), 'utf8')).trim().split('\n'));
    const ownFolder = pathToFileURL(join(folder, 'app/dist/')).href;
    const hostFolder = pathToFileURL(`${repositoryRoot}/local/host/`).href;
    const foreign = [...loaded].filter((url) => !url.startsWith(ownFolder) && !url.startsWith(hostFolder));
    expect(foreign).toEqual([]);
    expect([...loaded].filter((url) => url.startsWith(ownFolder)).length).toBeGreaterThan(2);
  });
});

function post(path: string, body: object): Promise<Response> {
  return fetch(host.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${fixture.key}` },
    body: JSON.stringify(body),
  });
}

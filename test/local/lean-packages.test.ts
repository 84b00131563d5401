import { execFileSync } from 'node:child_process';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { leanPackages } from '../../local/lean-packages.ts';
import { repositoryRoot } from '../setup/repository-text.ts';

describe('a bundle with lean packages', () => {
  it('takes of undici its pool over HTTP/1.1, and not the parts that are never called', async () => {
    const { inputs, text } = await bundleOf(`export { Pool } from 'undici';`);
    expect(inputs.filter((path) => path.includes('/undici/lib/'))).toEqual(
      expect.arrayContaining([expect.stringContaining('dispatcher/pool.js')]),
    );
    expect(inputs.filter((path) => /undici\/lib\/(milo|cache|mock|interceptor)\//.test(path))).toEqual([]);
    expect(text).not.toContain('node:http2');
    expect(text.length).toBeLessThan(230_000);
  });

  it('sends, and fails, over undici’s pool as over the whole of it', async () => {
    const program = `import { Pool } from 'undici';
      import { createServer } from 'node:net';
      const answers = [
        'HTTP/1.1 200 OK\\r\\ncontent-length: 2\\r\\nx-a: b\\r\\n\\r\\nok',
        'HTTP/1.1 200 OK\\r\\ntransfer-encoding: chunked\\r\\n\\r\\n3\\r\\nabc\\r\\n0\\r\\n\\r\\n',
        'HTTP/9.1 nonsense\\r\\n\\r\\n',
        'HTTP/1.1 200 OK\\r\\ncontent-length: 9\\r\\n\\r\\nshort',
      ];
      const server = createServer((socket) => {
        socket.on('error', () => {}).once('data', () => socket.end(answers.shift()));
      });
      await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
      const pool = new Pool('http://127.0.0.1:' + server.address().port);
      while (answers.length > 0) {
        try {
          const { statusCode, headers, body } = await pool.request({ path: '/', method: 'POST', body: '{}' });
          console.log(statusCode, JSON.stringify(headers), await body.text());
        } catch (error) {
          console.log(error.name, error.code, error.message);
        }
      }
      await pool.close();
      server.close();`;
    const whole = await outputOf(program, []);
    expect(whole).toContain('Invalid HTTP version');
    expect(await outputOf(program)).toBe(whole);
  });

  it('throws where the pool is asked for what is left out', async () => {
    const program = `import { Pool } from 'undici';
      const pool = new Pool('http://127.0.0.1:1');
      try { pool.stream({ path: '/', method: 'GET' }, () => {}); } catch (error) { console.log(error.message); }`;
    expect(await outputOf(program)).toBe('stream of undici is left out of the build.\n');
  });

  it('does not build when something else is imported from undici', async () => {
    await expect(bundleOf(`export { fetch } from 'undici';`)).rejects.toThrow('No matching export');
  });

  it('takes of openai the clients, whose resources are there by name only', async () => {
    const { inputs, text } = await bundleOf(`export { AzureOpenAI, APIConnectionTimeoutError } from 'openai';`);
    expect(text.length).toBeLessThan(130_000);
    expect(inputs.filter((path) => /\/openai\/(lib|resources|helpers)\//.test(path))).toEqual([]);
  });

  it('makes the same requests with openai’s clients as they make when whole', async () => {
    const program = `import { AzureOpenAI, OpenAI } from 'openai';
      const common = { apiKey: 'k', maxRetries: 0, logLevel: 'off', organization: null, project: null };
      const asked = [];
      const fetch = async (url, init) => {
        asked.push([String(url), init.method, [...new Headers(init.headers)], String(init.body)]);
        return new Response('{"ok":true}', { headers: { 'content-type': 'application/json' } });
      };
      const azure = { ...common, fetch, baseURL: 'https://a.example/openai', apiVersion: '2024-10-21' };
      for (const client of [new AzureOpenAI(azure), new OpenAI({ ...common, fetch, baseURL: 'https://b.example/v1' })]) {
        const body = { model: 'm', messages: [{ role: 'user', content: 'é' }] };
        const built = await client.buildRequest({ method: 'post', path: '/chat/completions', body });
        asked.push([built.url, [...built.req.headers], built.req.body]);
        asked.push(await client.post('/chat/completions', { body }));
        asked.push((await client.get('/models', { headers: { a: 'b' } }).asResponse()).status);
      }
      console.log(JSON.stringify(asked));`;
    const whole = await outputOf(program, []);
    expect(whole).toContain('/openai/deployments/m/chat/completions?api-version=2024-10-21');
    expect(await outputOf(program)).toBe(whole);
  });

  it('throws where openai is asked for what is left out', async () => {
    const program = `import { OpenAI } from 'openai';
      const said = async (what) => { try { await what(); console.log('nothing'); } catch (e) { console.log(e.message); } };
      const fetch = async () => new Response('data: {}\\n\\n');
      const client = new OpenAI({ apiKey: 'k', fetch, maxRetries: 0, baseURL: 'https://b.example/v1' });
      await said(() => new OpenAI({ apiKey: null, workloadIdentity: {} }));
      await said(() => client.getAPIList('/models', class {}));
      await said(() => client.post('/chat/completions', { body: {}, stream: true }));
      await said(() => client.chat.completions.create({}));
      await said(() => client.logger.warn('a'));`;
    expect((await outputOf(program)).split('\n')).toEqual([
      'Sign-in by certificate is left out of the build.',
      'PagePromise of openai is left out of the build.',
      expect.stringContaining('is not a function'),
      expect.stringContaining('undefined'),
      'Logging of openai is left out of the build.',
      '',
    ]);
  });

  it('parses with schemas that nobody described', async () => {
    const { text } = await bundleOf(`import * as z from 'zod';
      const name = z.string();
      console.log(name.describe('A name.') === name, name.optional().describe('A name.').parse(undefined));`);
    expect(run(text)).toBe('true undefined\n');
  });

  it('refuses to write a schema down, and to be asked for it', async () => {
    const program = `import * as z from 'zod';
      const said = (what) => { try { console.log(JSON.stringify(what())); } catch (e) { console.log(e.message); } };
      said(() => z.toJSONSchema(z.string()));
      said(() => z.string().toJSONSchema());
      said(() => z.strictObject({ a: z.int().min(1).optional() }).safeParse({ a: 0, b: 1 }).error.issues);`;
    const [first, second, issues] = (await outputOf(program)).split('\n');
    expect(first).toBe('toJSONSchema of zod is left out of the build.');
    expect(second).toContain('of zod is left out of the build.');
    expect(issues).toBe((await outputOf(program, [])).split('\n')[2]);
  });

  it('parses trees with recursive schemas as the whole zod does, and no cycle without a word', async () => {
    const program = `import * as z from 'zod';
      const node = z.object({ name: z.string(), get children() { return z.array(node).optional(); } });
      const named = z.record(z.string(), z.union([z.lazy(() => node), z.tuple([z.int()])]));
      const shared = { name: 'b' };
      for (const value of [{ a: { name: 'a', children: [shared, shared] }, c: [1] }, { a: { name: 1, children: [{}] } }]) {
        const { data, error } = named.safeParse(value);
        console.log(JSON.stringify([data, error?.issues]));
      }
      const cycle = { name: 'a', children: [] };
      cycle.children.push(cycle);
      try { console.log(node.parse(cycle).name); } catch (error) { console.log(error.name); }`;
    const lean = (await outputOf(program)).trim().split('\n');
    expect(lean.pop()).toBe('RangeError');
    expect(lean).toEqual((await outputOf(program, [])).trim().split('\n').slice(0, 2));
  });

  it('reads the catalogue as text', async () => {
    const { text } = await bundleOf(`import all from './shared/models/catalogue.json'; console.log(all);`);
    expect(text).toMatch(/JSON\.parse\(['"`]\{/);
  });
});

async function outputOf(program: string, plugins = [leanPackages]): Promise<string> {
  return run((await bundleOf(program, plugins)).text);
}

function run(text: string): string {
  const banner = `import{createRequire}from'node:module';const require=createRequire('${import.meta.url}');`;
  return execFileSync(process.execPath, ['--input-type=module'], { encoding: 'utf8', input: banner + text });
}

async function bundleOf(contents: string, plugins = [leanPackages]) {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: repositoryRoot },
    absWorkingDir: repositoryRoot,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    minifySyntax: true,
    minifyWhitespace: true,
    metafile: true,
    logLevel: 'silent',
    plugins,
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return { inputs, text: outputFiles[0]?.text ?? '' };
}

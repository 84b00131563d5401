import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
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
    expect(text.length).toBeLessThan(300_000);
  });

  it('does not build when something else is imported from undici', async () => {
    await expect(bundleOf(`export { fetch } from 'undici';`)).rejects.toThrow('No matching export');
  });

  it('takes of openai the clients, whose resources are there by name only', async () => {
    const { inputs, text } = await bundleOf(`export { AzureOpenAI, APIConnectionTimeoutError } from 'openai';`);
    expect(text.length).toBeLessThan(250_000);
    expect(inputs.filter((path) => path.includes('/openai/lib/'))).toEqual([]);
  });

  it('tells who asks a client for what it has no more', async () => {
    const { text } = await bundleOf(`import { OpenAI } from 'openai';
      const options = { apiKey: 'none', baseURL: 'http://127.0.0.1:1', maxRetries: 0 };
      const told = (ask) => Promise.resolve().then(ask).then(() => 'nothing', ({ message }) => message);
      const fetch = () => Promise.resolve(new Response('{}', { headers: { 'content-type': 'application/json' } }));
      console.log(await new OpenAI({ ...options, fetch }).post('/chat', { body: {} }).asResponse().then(({ status }) => status));
      console.log(await told(() => new OpenAI({ ...options, apiKey: undefined, workloadIdentity: { tenant: 'a' } })));
      console.log(await told(() => new OpenAI({ ...options, fetch }).post('/chat', { body: {}, stream: true })));`);
    expect(outputOf(text)).toBe(
      '200\nIdentities of workloads are left out of the build.\nStream.fromSSEResponse is not a function\n',
    );
  });

  it('parses with schemas that nobody described', async () => {
    const { text } = await bundleOf(`import * as z from 'zod';
      const name = z.string();
      console.log(name.describe('A name.') === name, name.optional().describe('A name.').parse(undefined));`);
    expect(outputOf(text)).toBe('true undefined\n');
  });

  it('finds the same mistakes with schemas that cannot be written as JSON Schema', async () => {
    const { text } = await bundleOf(`import * as z from 'zod';
      const schema = z.strictObject({ names: z.array(z.string().min(2)).max(1), at: z.int().optional(), by: z.enum(['a']) });
      console.log(JSON.stringify(schema.safeParse({ names: ['a', 'bc'], at: 0.5, by: 'b', more: 1 }).error.issues));
      try { schema.toJSONSchema(); } catch ({ message }) { console.log(message); }`);
    const { error } = z
      .strictObject({ names: z.array(z.string().min(2)).max(1), at: z.int().optional(), by: z.enum(['a']) })
      .safeParse({ names: ['a', 'bc'], at: 0.5, by: 'b', more: 1 });
    expect(outputOf(text)).toBe(
      `${JSON.stringify(error?.issues)}\ncreateToJSONSchemaMethod is left out of the build.\n`,
    );
  });

  it("knows the parser's errors by name", async () => {
    const { text } = await bundleOf(`
      import { ERROR, TYPE } from './node_modules/undici/lib/llhttp/constants.js';
      console.log(JSON.stringify([ERROR, TYPE]));`);
    const { ERROR, TYPE } = createRequire(import.meta.url)('undici/lib/llhttp/constants.js');
    expect(JSON.parse(outputOf(text))).toEqual([ERROR, TYPE]);
    expect(text.length).toBeLessThan(3000);
  });

  it('reads the catalogue as text', async () => {
    const { text } = await bundleOf(`import all from './shared/models/catalogue.json'; console.log(all);`);
    expect(text).toMatch(/JSON\.parse\(['"`]\{/);
  });
});

function outputOf(code: string): string {
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], { encoding: 'utf8' });
}

async function bundleOf(contents: string) {
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
    plugins: [leanPackages],
  });
  const inputs = Object.values(metafile.outputs).flatMap((output) =>
    Object.entries(output.inputs).flatMap(([path, { bytesInOutput }]) => (bytesInOutput > 0 ? [path] : [])),
  );
  return { inputs, text: outputFiles[0]?.text ?? '' };
}

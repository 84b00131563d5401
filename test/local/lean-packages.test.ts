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

  it('parses with schemas that nobody described', async () => {
    const { text } = await bundleOf(`import * as z from 'zod';
      const name = z.string();
      console.log(name.describe('A name.') === name, name.optional().describe('A name.').parse(undefined));`);
    const output = execFileSync(process.execPath, ['--input-type=module', '--eval', text], { encoding: 'utf8' });
    expect(output).toBe('true undefined\n');
  });

  it('reads the catalogue as text', async () => {
    const { text } = await bundleOf(`import all from './shared/models/catalogue.json'; console.log(all);`);
    expect(text).toMatch(/JSON\.parse\(['"`]\{/);
  });
});

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

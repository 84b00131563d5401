import { build } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { eagerPackages } from '../../local/eager-packages.ts';
import { repositoryRoot } from '../setup/repository-text.ts';

describe('a bundle with eager packages', () => {
  it('puts every module of the pool and of the Functions library in parentheses, and keeps them there', async () => {
    const { text } = await bundleOf(`export { Pool } from 'undici'; export { app } from '@azure/functions';`);
    const modules = [...text.matchAll(/__commonJS\w*\(\{"[^"]+"(.{10})/g)].map((found) => found[1]);
    expect(modules.length).toBeGreaterThan(15);
    expect(modules.filter((start) => start !== ':(function')).toEqual([]);
  });

  it('copies the exports of a package once, however many files import it', async () => {
    const { text } = await bundleOf(`import './functions/health.ts'; import './functions/metrics.ts';`);
    expect(text.match(/__toESM\d*\(require_azure_functions/g)).toHaveLength(1);
  });

  it('says which files went into it', async () => {
    const { bundled } = await bundleOf(`export { Pool } from 'undici'; export { app } from '@azure/functions';`);
    const [[undici, ofUndici] = [], [functions, ofFunctions] = []] = [...bundled].toSorted(([a], [b]) =>
      a > b ? -1 : 1,
    );
    expect(undici).toMatch(/node_modules\/undici\/index\.js$/);
    expect(Object.keys(ofUndici ?? {}).join()).toMatch(/node_modules\/undici\/lib\/dispatcher\/pool\.js/);
    expect(functions).toMatch(/@azure\/functions\/dist\/azure-functions\.js$/);
    expect(Object.keys(ofFunctions ?? {}).join()).toMatch(/node_modules\/cookie\/index\.js/);
  });

  it('does not build when something else is imported from them', async () => {
    for (const program of [`export { Agent } from 'undici';`, `export { HttpRequest } from '@azure/functions';`]) {
      await expect(bundleOf(program)).rejects.toThrow('No matching export');
    }
  });
});

async function bundleOf(contents: string) {
  const { plugin, bundled } = eagerPackages();
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: repositoryRoot },
    absWorkingDir: repositoryRoot,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
    minifySyntax: true,
    minifyWhitespace: true,
    logLevel: 'silent',
    external: ['@azure/functions-core'],
    plugins: [plugin],
  });
  return { text: outputFiles[0]?.text ?? '', bundled };
}

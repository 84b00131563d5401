import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

import { infraFolder } from '../../../local/infra/template.ts';
import { sarif, scriptedBicep } from '../../setup/scripted-bicep.ts';
import { temporaryFolder } from '../../setup/temporary-folder.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const main = pathToFileURL(join(infraFolder, 'main.bicep')).href;
const clean = { stderr: sarif() };
const faulty = { stderr: sarif({ rule: 'BCP036', file: main, line: 7 }) };

describe('npm run infra', () => {
  it('says in one line how to get a compiler where there is none, and is content without', async () => {
    const { code, stdout } = await infra([]);
    expect(stdout).toMatch(/^– no Bicep compiler .* "az bicep install" .*--bicep PATH, or BICEP_PATH$/m);
    expect(code).toBe(0);
  });

  it('compiles with the one on the PATH, and says which and what it found', async () => {
    const { path } = await scriptedBicep(clean);
    const { code, stdout } = await infra([], { PATH: dirname(path) });
    expect(stdout).toMatch(/^✓ Bicep 9\.8\.7 compiles all \d+ files: 0 errors and warnings, 0 notes$/m);
    expect(code).toBe(0);
  });

  it('ends with 1 where the compiler warns', async () => {
    const { path } = await scriptedBicep(faulty);
    const { code, stdout } = await infra([], { BICEP_PATH: path });
    expect(stdout).toContain('    main.bicep:7:3: BCP036: BCP036 does not hold.\n');
    expect(code).toBe(1);
  });

  it('prefers the option to the variable, and the variable to the PATH', async () => {
    const [option, variable, onPath] = await Promise.all([
      scriptedBicep(clean),
      scriptedBicep(faulty),
      scriptedBicep(faulty),
    ]);
    const env = { BICEP_PATH: variable.path, PATH: dirname(onPath.path) };
    expect(await infra(['--bicep', option.path], env)).toMatchObject({ code: 0 });
    expect(await option.calls()).toHaveLength(2);
    expect(await infra([], { ...env, BICEP_PATH: option.path })).toMatchObject({ code: 0 });
  });

  it.each([
    ['--bicep without a path', ['--bicep'], {}, /^Option '--bicep <value>' argument missing/],
    ['--bicep with what is none', ['--bicep', '/no/such/bicep'], {}, /^\/no\/such\/bicep is no Bicep compiler/],
    ['BICEP_PATH with what is none', [], { BICEP_PATH: '/no/such/bicep' }, /^\/no\/such\/bicep is no Bicep compiler/],
  ])('refuses %s', async (_, args, env, why) => {
    const { code, stdout, stderr } = await infra(args, env);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(why);
  });
});

/** Runs the script with nothing of this machine's but Node: neither its PATH nor its home folder. */
async function infra(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const home = await temporaryFolder();
  const child = spawn(process.execPath, ['local/infra/main.ts', ...args], {
    cwd: repository,
    env: { HOME: home, USERPROFILE: home, PATH: home, ...env },
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

import { cp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

import { compileTemplate } from '../../../local/infra/compile-template.ts';
import { infraFolder, readTemplate } from '../../../local/infra/template.ts';
import { bicepOfMachine } from '../../setup/bicep-of-machine.ts';
import { sarif, scriptedBicep, type CompilerAnswer } from '../../setup/scripted-bicep.ts';
import { temporaryFolder } from '../../setup/temporary-folder.ts';

const storage = pathToFileURL(join(infraFolder, 'modules', 'storage.bicep')).href;

async function compiledBy(answer: CompilerAnswer) {
  const { path, calls } = await scriptedBicep(answer);
  return { check: compileTemplate({ path, version: '9.8.7' }, await readTemplate()), calls };
}

describe('what a compiler says of the template', () => {
  it('is asked for once, of main.bicep, and told with its version and how many files it saw', async () => {
    const { check, calls } = await compiledBy({ stderr: sarif() });
    const { size } = (await readTemplate()).files;
    expect(check).toEqual({
      holds: `Bicep 9.8.7 compiles all ${size} files: 0 errors and warnings, 0 notes`,
      faults: [],
      notes: [],
    });
    expect(await calls()).toEqual([
      ['build', join(infraFolder, 'main.bicep'), '--stdout', '--no-restore', '--diagnostics-format', 'sarif'],
    ]);
  });

  it('counts as faults where it is an error or a warning, and else as notes, each with its place', async () => {
    const { check } = await compiledBy({
      stderr: sarif(
        { rule: 'BCP035', file: storage, line: 4, level: 'error' },
        { rule: 'no-unused-vars', file: storage, line: 5 },
        { rule: 'use-recent-api-versions', file: storage, line: 6, level: 'note' },
      ),
      exitCode: 1,
    });
    expect(check).toMatchObject({
      holds: expect.stringContaining('2 errors and warnings, 1 notes'),
      faults: [
        'modules/storage.bicep:4:3: BCP035: BCP035 does not hold.',
        'modules/storage.bicep:5:3: no-unused-vars: no-unused-vars does not hold.',
      ],
      notes: ['modules/storage.bicep:6:3: use-recent-api-versions: use-recent-api-versions does not hold.'],
    });
  });

  it.each([
    ['no report', { stderr: "Unrecognized command or argument '--diagnostics-format'.\nmore", exitCode: 1 }],
    ['a report of no faults, and failed', { stderr: sarif(), exitCode: 3 }],
    ['another JSON', { stderr: '{"runs":7}' }],
  ])('is a fault where it is %s', async (_, answer) => {
    const { check } = await compiledBy(answer);
    expect(check.faults).toEqual([expect.stringMatching(/^the compiler ended with exit code \d: \S.*$/)]);
  });

  it('is a fault where the compiler cannot be started', async () => {
    const check = compileTemplate({ path: '/no/such/bicep', version: '9.8.7' }, await readTemplate());
    expect(check.faults).toEqual([expect.stringContaining('ENOENT')]);
  });
});

describe.runIf(bicepOfMachine)('the compiler of this machine', () => {
  const bicep = bicepOfMachine ?? { path: '', version: '' };

  it('finds nothing to say against the template', async () => {
    expect(compileTemplate(bicep, await readTemplate()).faults).toEqual([]);
  });

  it.each([
    ['a property that Azure does not know', 'modules/storage.bicep', 'allowBlobPublicAccess', 'allowPublic', 'BCP037'],
    ['a value of another type', 'modules/function-app.bicep', 'reserved: true', "reserved: 'true'", 'BCP036'],
    ['a value that is none of those there are', 'modules/key-vault.bicep', "'standard'", "'normal'", 'BCP036'],
    ['an api version that there never was', 'modules/identity.bicep', '@2024-11-30', '@2024-12-01', 'BCP081'],
    [
      'what a rule that is off by itself forbids',
      'main.bicep',
      'string[] = []',
      'array = []',
      'use-user-defined-types',
    ],
  ])('tells %s', async (_, file, piece, replacement, rule) => {
    const folder = await temporaryFolder();
    await cp(infraFolder, folder, { recursive: true });
    const text = await readFile(join(folder, file), 'utf8');
    expect(text).toContain(piece);
    await writeFile(join(folder, file), text.replace(piece, replacement));
    const { faults } = compileTemplate(bicep, await readTemplate(), folder);
    expect(faults).toContainEqual(expect.stringMatching(new RegExp(`^${file}:\\d+:\\d+: ${rule}: `)));
  });
});

import { accessSync, constants } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { filesIn, repositoryRoot, textOf } from '../setup/repository-text.ts';

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(textOf('package.json') ?? '{}'));
const workflows = filesIn('.github/workflows').map((path) => ({ path, text: textOf(path) ?? '' }));
const checking = workflows.filter(({ path }) => !path.endsWith('/bench.yml'));
const valuesOf = (text: string, key: string) =>
  [...text.matchAll(new RegExp(`^ *(?:- )?${key}: *(.+)$`, 'gm'))].map((found) => found[1] ?? '');

describe('the workflows', () => {
  it('are one for changes, one for releases, and one that measures from time to time', () => {
    expect(workflows.map(({ path }) => path)).toEqual([
      '.github/workflows/bench.yml',
      '.github/workflows/ci.yml',
      '.github/workflows/release.yml',
    ]);
  });

  it('measure weekly and by hand what a call costs, beside what changes must pass and not in it', () => {
    const bench = textOf('.github/workflows/bench.yml') ?? '';
    expect(bench).toMatch(/^on:\n {2}schedule:\n {4}- cron: '\d+ \d+ \* \* [0-6]'\n {2}workflow_dispatch:\n\n/m);
    expect(valuesOf(bench, 'run')).toEqual(['npm ci --no-fund --no-audit', 'npm run bench -- --quick --check']);
    for (const { text } of checking) expect(text).not.toContain('bench');
    expect(textOf('.ci/run')).not.toContain('bench');
  });

  it.each(workflows)('$path runs only what this repository or GitHub’s runners bring', ({ text }) => {
    const commands = valuesOf(text, 'run');
    for (const command of commands) {
      const script = /^npm run (?:--silent )?(\S+)/.exec(command)?.[1];
      if (script !== undefined) expect(Object.keys(scripts)).toContain(script);
      else if (command.startsWith('.')) accessSync(`${repositoryRoot}/${command}`, constants.X_OK);
      else expect(command).toMatch(/^(npm ci |gh release create )/);
    }
  });

  it.each(checking)('$path checks what a change must pass', ({ text }) => {
    expect(valuesOf(text, 'run')).toContain('.ci/run');
  });

  it.each(checking)('$path installs the Redis that CI=true asks for, before the tests', ({ text }) => {
    const commands = valuesOf(text, 'run');
    expect(commands).toContain('.ci/redis-server');
    expect(commands.indexOf('.ci/redis-server')).toBeLessThan(commands.indexOf('.ci/run'));
    const script = textOf('.ci/redis-server') ?? '';
    // Their user is not root.
    expect(script).toMatch(/^sudo apt-get .*update$/m);
    expect(script).toMatch(/^sudo env .*\\\n {2}apt-get .*install redis-server$/m);
  });

  it.each(workflows)('$path takes actions of GitHub alone, each by its commit', ({ text }) => {
    const actions = valuesOf(text, 'uses');
    expect(actions.length).toBeGreaterThan(1);
    for (const action of actions) expect(action).toMatch(/^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  it.each(workflows)(
    '$path has the permissions it needs and a limit of time, and one run of a branch or tag at once',
    ({ text }) => {
      expect(text).toMatch(/^permissions:( \{\}|\n {2}contents: read)$/m);
      expect(valuesOf(text, 'timeout-minutes')).toHaveLength(valuesOf(text, 'runs-on').length);
      expect(text).toMatch(/^concurrency:\n {2}group: \S+\$\{\{ github\.ref \}\}\n/m);
      expect(valuesOf(text, 'persist-credentials')).toEqual(
        valuesOf(text, 'uses').flatMap((use) => (use.includes('/checkout@') ? ['false'] : [])),
      );
      // What a stranger can write, such as the title of a pull request, is never put into a command.
      expect(valuesOf(text, 'run').filter((command) => command.includes('${{'))).toEqual([]);
    },
  );

  it('write to the repository only to release', () => {
    const writing = workflows.filter(({ text }) => /: write/.test(text)).map(({ path }) => path);
    expect(writing).toEqual(['.github/workflows/release.yml']);
  });

  it('validate the connectors by Microsoft’s own schema files, each of the commit that its rules name', () => {
    const ci = textOf('.github/workflows/ci.yml') ?? '';
    expect(valuesOf(ci, 'CONNECTOR_SCHEMAS')).toHaveLength(1);
    const commands = valuesOf(ci, 'run');
    expect(commands).toContain('.ci/connector-schemas');
    expect(commands.indexOf('.ci/connector-schemas')).toBeLessThan(commands.indexOf('.ci/run'));
    const fetched = [...(textOf('.ci/connector-schemas') ?? '').matchAll(/^fetch (\S+) ([0-9a-f]{40})$/gm)];
    expect(fetched.map(([, file]) => file)).toEqual([
      'apiDefinition.swagger.schema.json',
      'paconn-apiProperties.schema.json',
    ]);
    for (const [index, rules] of ['connector-definition-rules', 'connector-properties-rules'].entries()) {
      const named = /\(commit ([0-9a-f]{8}),/.exec(textOf(`test/schemas/${rules}.ts`) ?? '')?.[1];
      expect(fetched[index]?.[2]?.slice(0, 8)).toBe(named);
    }
  });

  it.each(checking)(
    '$path compiles the template by a compiler of one version, not the one a runner brings',
    ({ text }) => {
      const commands = valuesOf(text, 'run');
      expect(commands).toContain('.ci/install-bicep');
      expect(commands.indexOf('.ci/install-bicep')).toBeLessThan(commands.indexOf('.ci/run'));
      const install = textOf('.ci/install-bicep') ?? '';
      expect(install).toMatch(/^az bicep install --version v\d+\.\d+\.\d+$/m);
      expect(install).toContain('echo "BICEP_PATH=');
      expect(textOf('local/infra/main.ts')).toContain('BICEP_PATH');
    },
  );

  it('run npm run infra, which fails by what the compiler finds', () => {
    expect(valuesOf(textOf('.github/workflows/ci.yml') ?? '', 'run')).toContain('npm run infra');
  });

  it('do what .ci/run does: every check of package.json that a change must pass', () => {
    const run = textOf('.ci/run') ?? '';
    const checks = ['types', 'lint', 'format:check', 'unused', 'build', 'secrets', 'package'];
    for (const check of checks) expect(run).toContain(`npm run --silent ${check}`);
    expect(run).toContain('npm test');
    expect(run).toContain('npm ci');
    expect(run.trimEnd().split('\n').at(-1)).toBe('finish');
  });
});

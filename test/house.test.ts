import { homedir } from 'node:os';

import { describe, expect, it } from 'vitest';

import { settingsSchema } from '../shared/config/settings-schema.ts';
import { errorTable } from '../shared/errors.ts';
import { filesIn, repositoryRoot, tableUnder, textOf, withoutComments } from './setup/repository-text.ts';

const everyFile = filesIn('');
const isSource = (path: string) => path.endsWith('.ts');
const shipped = everyFile.filter((path) => isSource(path) && /^(functions|shared)\//.test(path));
const measured = everyFile.filter((path) => isSource(path) && /^(functions|shared|local)\//.test(path));
const sources = everyFile.filter((path) => isSource(path) && /^(functions|shared|local|bench|test)\//.test(path));
const sourceOf = (path: string) => textOf(path) ?? '';
const codeOf = (path: string) => withoutComments(sourceOf(path));
const linesOf = (path: string) => sourceOf(path).trimEnd().split('\n').length;

describe('modules', () => {
  it('have their tests under the same name in test/', () => {
    const withoutMirror = shipped.filter(
      (path) =>
        (path.startsWith('functions/') || exportsValue(sourceOf(path))) &&
        !everyFile.includes(`test/${path.replace(/\.ts$/, '.test.ts')}`),
    );
    expect(withoutMirror).toEqual([]);
  });

  it('say in a doc comment what each export means', () => {
    const silent = shipped.flatMap((path) => undocumentedExports(sourceOf(path)).map((name) => `${path}: ${name}`));
    expect(silent).toEqual([]);
  });

  it('are short: none over 300 lines, the median at most 60, nine of ten at most 180', () => {
    const lengths = measured.map(linesOf).toSorted((left, right) => left - right);
    const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
    const ninth = lengths[Math.floor(lengths.length * 0.9)] ?? 0;
    const tooLong = [...measured, ...everyFile.filter((path) => path.startsWith('bench/'))]
      .filter((path) => linesOf(path) > 300)
      .map((path) => `${path}: ${linesOf(path)}`);
    expect(tooLong).toEqual([]);
    expect({ median, medianIsFine: median <= 60 }).toEqual({ median, medianIsFine: true });
    expect({ ninth, ninthIsFine: ninth <= 180 }).toEqual({ ninth, ninthIsFine: true });
  });

  it('are named in kebab-case for what they hold, never for a drawer', () => {
    const drawer = /(^|-)(utils?|helpers?|common|misc|core|lib|managers?|services?|handlers?|processors?|wrappers?)$/;
    const badNames = sources.filter((path) =>
      path.split('/').some((segment) => {
        const name = segment.replace(/(\.test|\.d)?\.ts$/, '');
        return drawer.test(name) || /^(types|constants|index)$/.test(name) || !/^[a-z0-9]+(-[a-z0-9]+)*$/.test(name);
      }),
    );
    expect(badNames).toEqual([]);
  });

  it('import zod as a namespace: its named export brings every language it speaks, half a megabyte at start', () => {
    expect(shipped.filter((path) => /import \{[^}]*\} from 'zod'/.test(codeOf(path)))).toEqual([]);
  });

  it('read the environment in functions/app.ts only', () => {
    const environment =
      /process\s*(\?\.|\.)\s*env\b|process\s*\[\s*['"`]env|\{[^}]*\benv\b[^}]*\}\s*=\s*(globalThis\.)?process\b/;
    expect(shipped.filter((path) => environment.test(codeOf(path)))).toEqual(
      everyFile.includes('functions/app.ts') ? ['functions/app.ts'] : [],
    );
  });
});

describe('function files', () => {
  it('leave catching, logging and status codes to the rooms below', () => {
    const busy = shipped.filter(
      (path) =>
        path.startsWith('functions/') &&
        path !== 'functions/app.ts' &&
        /\btry\s*\{|\bcatch\s*\(|\bconsole\.|\bstatus:\s*\d/.test(codeOf(path)),
    );
    expect(busy).toEqual([]);
  });
});

describe('tests', () => {
  it('replace no module: what a test must hold is passed in', () => {
    const mock = new RegExp(`\\bvi\\.(${['mock', 'doMock', 'hoisted'].join('|')})\\b`);
    expect(sources.filter((path) => mock.test(codeOf(path)))).toEqual([]);
  });
});

describe('the linter', () => {
  it('is never switched off in a file, nor is the compiler', () => {
    const switches = new RegExp(['(ox|es)lint-(dis|en)able', '@ts-(ignore|expect-error|nocheck)'].join('|'));
    expect(sources.filter((path) => switches.test(sourceOf(path)))).toEqual([]);
  });

  it.each([
    'typescript/no-explicit-any',
    'typescript/no-non-null-assertion',
    'import/no-cycle',
    'import/no-default-export',
  ])('refuses what %s refuses', (rule) => {
    const config: unknown = JSON.parse(textOf('.oxlintrc.json') ?? '{}');
    expect(config).toHaveProperty(['rules', rule], 'error');
  });

  it('refuses type assertions other than as const', () => {
    expect(JSON.parse(textOf('.oxlintrc.json') ?? '{}')).toHaveProperty(
      ['rules', 'typescript/consistent-type-assertions'],
      ['error', { assertionStyle: 'never' }],
    );
  });
});

describe('the repository', () => {
  it('names no folder of the machine it was written on', () => {
    const machine = /(?<![\w.$}/-])\/(home\/(?!site\b)|Users\/|root\/|work\/)[\w.-]+|[A-Z]:\\Users\\/;
    const own = [repositoryRoot, homedir()].filter((path) => path.split('/').length > 2).map((path) => `${path}/`);
    const telling = everyFile.filter((path) => {
      const text = sourceOf(path);
      return machine.test(text) || own.some((folder) => text.includes(folder));
    });
    expect(telling).toEqual([]);
  });

  it('locks its dependencies without the address they came from', () => {
    expect(textOf('package-lock.json')).not.toMatch(/"resolved":/);
    expect(textOf('.npmrc') ?? '').not.toMatch(/registry|_auth/);
  });
});

describe('README.md', () => {
  const readme = () => textOf('README.md') ?? expect.unreachable('README.md is missing');

  it('lists under "Errors" exactly the codes and statuses of the code', () => {
    const documented = tableUnder(readme(), 'Errors').map((cells) => ({
      code: backticked(cells)[0],
      status: Number(cells.map((cell) => cell.replaceAll('`', '')).find((cell) => /^\d{3}$/.test(cell))),
    }));
    const inCode = Object.entries(errorTable).map(([code, { status }]) => ({ code, status }));
    expect(documented.toSorted(byCode)).toEqual(inCode.toSorted(byCode));
  });

  it('lists under "Settings" exactly the app settings that are read', () => {
    const documented = tableUnder(readme(), 'Settings').map((cells) => backticked(cells)[0]);
    expect(new Set(documented)).toEqual(new Set(Object.keys(settingsSchema.shape)));
    expect(documented).toHaveLength(Object.keys(settingsSchema.shape).length);
  });
});

const exportsValue = (source: string) =>
  /^export (async function|function|const|let|class|\{(?!\s*type\b))/m.test(source);

function undocumentedExports(source: string): string[] {
  const lines = source.split('\n');
  return lines.flatMap((line, at) => {
    const name = /^export (?:async )?(?:function|const|class|type)\*? (\w+)/.exec(line)?.[1];
    return name === undefined || (lines[at - 1] ?? '').trimEnd().endsWith('*/') ? [] : [name];
  });
}

function backticked(cells: readonly string[]): string[] {
  return cells.flatMap((cell) => [...(/`([^`]+)`/.exec(cell) ?? [])].slice(1));
}

function byCode(left: { code?: string | undefined }, right: { code?: string | undefined }): number {
  return (left.code ?? '').localeCompare(right.code ?? '');
}

import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import allowed from '../../../local/secrets/allowed-secrets.json' with { type: 'json' };
import type { Finding } from '../../../local/secrets/find-secrets.ts';
import { judgeFindings } from '../../../local/secrets/judge-findings.ts';
import { repositoryRoot } from '../../setup/repository-text.ts';

const finding: Finding = {
  path: 'test/a.test.ts',
  line: 1,
  kind: 'random word',
  fingerprint: 'f1',
  shown: 'abcd… (40)',
};

describe('findings', () => {
  it('are refused, unless this one is allowed in this place', () => {
    const allowedAt = (path: string, fingerprint: string) =>
      judgeFindings([finding], [{ path, fingerprint, why: 'planted' }]).refused;
    expect(judgeFindings([finding], []).refused).toEqual([finding]);
    expect(allowedAt('test/a.test.ts', 'f1')).toEqual([]);
    expect(allowedAt('test/', 'f1')).toEqual([]);
    expect(allowedAt('test/a.test.ts', 'f2')).toEqual([finding]);
    expect(allowedAt('shared/', 'f1')).toEqual([finding]);
  });

  it('that are gone leave an allowance which is told', () => {
    const one = { path: 'test/', fingerprint: 'f2', why: 'planted' };
    expect(judgeFindings([finding], [one]).unused).toEqual([one]);
  });

  it('that are allowed have a reason each', () => {
    for (const { why } of [...allowed.secrets, ...allowed.paths]) expect(why).toMatch(/^[A-Z].{20,}\.$/);
  });
});

describe('this repository', () => {
  it('holds no secret', () => {
    const run = () =>
      execFileSync(process.execPath, ['local/secrets/main.ts'], { cwd: repositoryRoot, encoding: 'utf8' });
    expect(run()).toMatch(/^\d+ files, \d+ findings, 0 refused\.\n$/);
  });
});

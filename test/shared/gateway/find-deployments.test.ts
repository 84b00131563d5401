import { describe, expect, it } from 'vitest';
import type { Caller, Config, Deployment } from '../../../shared/config/config.ts';
import { findDeployments, mayUse } from '../../../shared/gateway/find-deployments.ts';
import { deploymentOf } from '../../setup/deployment.ts';

const east = deploymentOf({ name: 'east-4o', alias: 'gpt-4o', deployment: 'prod' });
const west = deploymentOf({ name: 'west-4o', alias: 'gpt-4o', deployment: 'gpt-4o-west', apiVersion: '2022-12-01' });
const mini = deploymentOf({ name: 'mini', alias: 'gpt-4o-mini', deployment: 'prod' });
const old = deploymentOf({ name: 'old', alias: 'ancient', deployment: 'ancient-1', apiVersion: '2022-12-01' });

const config = configOf([east, west, mini, old]);
const anyone: Caller = { name: 'anyone', keys: [], admin: false };
const onlyMini: Caller = { ...anyone, models: new Set(['gpt-4o-mini']) };
const names = (model: string, caller = anyone, operation: 'chat/completions' | 'embeddings' = 'chat/completions') =>
  findDeployments(config, model, operation, caller).map(({ name }) => name);

describe('findDeployments', () => {
  it.each([
    ['an alias', 'ancient', 'embeddings', ['old']],
    ['the name of a deployment', 'east-4o', 'chat/completions', ['east-4o']],
    ['a name on the resource, wherever it is', 'prod', 'chat/completions', ['east-4o', 'mini']],
    ['an alias, less those whose version lacks the operation', 'gpt-4o', 'chat/completions', ['east-4o']],
  ] as const)('finds by %s', (_what, model, operation, expected) => {
    expect(names(model, anyone, operation)).toEqual(expected);
  });

  it('leaves out what the caller may not use, also by the names behind an alias', () => {
    expect(names('prod', onlyMini)).toEqual(['mini']);
    expect(() => names('east-4o', onlyMini)).toThrow(
      expect.objectContaining({ code: 'model_not_allowed', status: 403 }),
    );
    expect(() => names('gpt-4o', onlyMini)).toThrow(
      expect.objectContaining({ code: 'model_not_allowed', param: 'model' }),
    );
  });

  it.each(['gpt-9', '', '__proto__', 'constructor'])('does not know the model %j', (model) => {
    expect(() => names(model)).toThrow(
      expect.objectContaining({ code: 'model_not_found', status: 404, param: 'model' }),
    );
  });

  it('says which api versions lack the operation when all do', () => {
    expect(() => names('ancient')).toThrow(/chat\/completions.*2022-12-01/);
    expect(() => names('ancient')).toThrow(expect.objectContaining({ code: 'unsupported_operation', status: 400 }));
  });
});

describe('mayUse', () => {
  it('is every model for a caller without a list, and the listed ones otherwise', () => {
    expect([mayUse(anyone, 'x'), mayUse(onlyMini, 'gpt-4o-mini'), mayUse(onlyMini, 'gpt-4o')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(mayUse({ ...anyone, models: new Set() }, 'gpt-4o')).toBe(false);
  });
});

function configOf(deployments: Deployment[]): Config {
  const aliases = [...new Set(deployments.map(({ alias }) => alias))];
  return {
    settings: { logLevel: 'info', secretTtlMs: 1, maxBodyBytes: 1, logSettings: false },
    deployments,
    models: new Map(
      aliases.map((alias) => [
        alias,
        { alias, model: alias, deployments: deployments.filter((each) => each.alias === alias) },
      ]),
    ),
    callers: [],
    retry: { maxAttempts: 1, baseBackoffMs: 1, maxBackoffMs: 1 },
    timeouts: { connectMs: 1, firstOutputMs: 1, idleMs: 1, attemptMs: 1, deadlineMs: 1 },
  };
}

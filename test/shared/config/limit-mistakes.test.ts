import { expect, it } from 'vitest';
import { limitMistakes } from '../../../shared/config/limit-mistakes.ts';
import { gatewayFile } from '../../fixtures/gateway-file.ts';

const budget = { tokens: 5, per: 'day' };

it('finds nothing where every limit applies', () => {
  const file = gatewayFile({
    callers: {
      a: {
        models: ['gpt-4o'],
        limits: { models: { 'gpt-4o': {} } },
        budgets: [budget, { ...budget, per: 'month' }, { ...budget, for: 'session' }, { ...budget, name: 'trial' }],
      },
      b: { limits: { models: { embed: {} } }, budgets: [{ dollars: 5, per: 'day' }, budget] },
    },
    teams: { research: { callers: ['a', 'b'], budgets: [budget] } },
    limits: { deployments: { 'west-4o': {}, 'east-gpt-4o-prod': {} } },
  });
  expect(limitMistakes(file)).toEqual([]);
  expect(limitMistakes(gatewayFile())).toEqual([]);
});

it('finds a limit for a model that there is not, or that its caller may not use', () => {
  const limits = { models: { 'gpt-9': {}, embed: {} } };
  expect(limitMistakes(gatewayFile({ callers: { a: { limits }, b: { models: ['gpt-4o'], limits } } }))).toEqual([
    {
      path: 'callers.a.limits.models.gpt-9',
      message: 'expected one of the models it may use, gpt-4o, embed',
      seen: '"gpt-9"',
    },
    {
      path: 'callers.b.limits.models.gpt-9',
      message: 'expected one of the models it may use, gpt-4o',
      seen: '"gpt-9"',
    },
    {
      path: 'callers.b.limits.models.embed',
      message: 'expected one of the models it may use, gpt-4o',
      seen: '"embed"',
    },
  ]);
});

it('finds a team of callers that there are not, or that it names twice', () => {
  const teams = { research: { callers: ['team-a', 'nobody', 'team-a'] } };
  expect(limitMistakes(gatewayFile({ teams }))).toEqual([
    { path: 'teams.research.callers[1]', message: 'expected one of the callers team-a', seen: '"nobody"' },
    { path: 'teams.research.callers[2]', message: 'expected each caller once' },
  ]);
});

it('finds a pace for a deployment that there is not', () => {
  const limits = { deployments: { north: {} } };
  expect(limitMistakes(gatewayFile({ limits }))).toEqual([
    {
      path: 'limits.deployments.north',
      message: 'expected one of the deployments east-gpt-4o-prod, west-4o, west-embed',
      seen: '"north"',
    },
  ]);
});

it('finds budgets that nobody could tell apart', () => {
  const total = { tokens: 5, per: 'total', timeZone: 'Europe/Berlin' };
  const budgets = [
    budget,
    { ...budget, tokens: 9, timeZone: 'UTC', mode: 'soft' },
    total,
    { ...total, timeZone: 'UTC' },
  ];
  const message = (path: string) => `expected another period, unit or \`name\` than that of ${path}`;
  expect(limitMistakes(gatewayFile({ callers: { a: { budgets } }, teams: { t: { callers: [], budgets } } }))).toEqual([
    { path: 'callers.a.budgets[1]', message: message('callers.a.budgets[0]') },
    { path: 'callers.a.budgets[3]', message: message('callers.a.budgets[2]') },
    { path: 'teams.t.budgets[1]', message: message('teams.t.budgets[0]') },
    { path: 'teams.t.budgets[3]', message: message('teams.t.budgets[2]') },
  ]);
});

it('makes nothing of a file in any other form', () => {
  for (const tree of [undefined, 5, { callers: 'x', teams: 7, limits: [] }]) expect(limitMistakes(tree)).toEqual([]);
});

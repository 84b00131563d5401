import { expect, it } from 'vitest';
import { defaultDeploymentName, nameMistakes } from '../../../shared/config/name-mistakes.ts';
import { gatewayFile } from '../../fixtures/gateway-file.ts';

const deployment = { upstream: 'east', deployment: 'd' };

it('finds nothing in a file whose names differ', () => {
  expect(nameMistakes(gatewayFile())).toEqual([]);
});

it('finds two aliases that differ in case only', () => {
  expect(nameMistakes({ models: { a: {}, A: {} } })).toEqual([
    { path: 'models.A', message: 'expected an alias that differs from models.a in more than case' },
  ]);
});

it('finds two deployments of one name, given or by default', () => {
  const models = {
    a: { deployments: [deployment] },
    b: { deployments: [deployment, { ...deployment, name: 'EAST-D' }] },
  };
  const message = 'expected a name no other deployment has (also models.a.deployments[0].name); set `name`';
  expect(nameMistakes({ models })).toEqual([
    { path: 'models.b.deployments[0].name', message },
    { path: 'models.b.deployments[1].name', message },
  ]);
});

it('finds a deployment named like an alias that it does not serve', () => {
  const models = {
    a: { deployments: [{ ...deployment, name: 'b' }] },
    b: { deployments: [{ ...deployment, name: 'x' }] },
  };
  expect(nameMistakes({ models })).toEqual([
    {
      path: 'models.a.deployments[0].name',
      message: 'expected a name other than the alias b, which it does not serve',
    },
  ]);
});

it('lets a deployment have the name of the alias it serves', () => {
  expect(nameMistakes({ models: { a: { deployments: [{ ...deployment, name: 'a' }] } } })).toEqual([]);
});

it('finds two keys of one id, of one caller or of two', () => {
  const key = { id: 'abcdefghij' };
  expect(nameMistakes({ callers: { a: { keys: [key] }, b: { keys: [{ id: 'other' }, key] } } })).toEqual([
    { path: 'callers.b.keys[1].id', message: 'expected an id no other key has (also callers.a.keys[0].id)' },
  ]);
});

it('makes nothing of a file in any other form', () => {
  for (const tree of [
    undefined,
    [],
    { models: [], callers: 'x' },
    { models: { a: { deployments: [{ name: 5 }, 7] } } },
  ]) {
    expect(nameMistakes(tree)).toEqual([]);
  }
});

it('calls a deployment after its upstream and itself', () => {
  expect(defaultDeploymentName('east', 'gpt-4o-prod')).toBe('east-gpt-4o-prod');
});

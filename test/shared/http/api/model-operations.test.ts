import { describe, expect, it } from 'vitest';
import { modelOperations } from '../../../../shared/http/api/model-operations.ts';
import { parseModelListQuery } from '../../../../shared/openai/model-list.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('modelOperations', () => {
  it('are what their functions register', () => {
    expectSoundOperations(modelOperations);
  });

  it('name every parameter that the list reads', () => {
    const list = modelOperations.find(({ id }) => id === 'listModels');
    const names = list?.parameters.flatMap(({ name, in: place }) => (place === 'query' ? [name] : [])) ?? [];
    const read = new Set<string>();
    const asked = new URLSearchParams();
    const spy = (name: string) => {
      read.add(name);
      return null;
    };
    parseModelListQuery(Object.assign(asked, { get: spy, getAll: (name: string) => (spy(name), []) }));
    expect(new Set(names)).toEqual(read);
  });
});

import { describe, expect, it } from 'vitest';
import { apiOperations } from '../../../../shared/http/api/api-operations.ts';
import { apiTags } from '../../../../shared/http/api/api-tags.ts';
import { registeredRoutes } from '../../../setup/registered-routes.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

const catchAll = 'zz-unknown-route';

describe('apiOperations', () => {
  it('hold every HTTP function that the app registers, with every method but those that need no describing, and no other', () => {
    const registered = registeredRoutes()
      .filter(({ functionName }) => functionName !== catchAll)
      .flatMap(({ functionName, methods, path }) =>
        methods
          .filter((method) => method !== 'OPTIONS' && method !== 'HEAD')
          .map((method) => `${functionName} ${method} ${path}`),
      );
    const described = apiOperations.map(
      ({ functionName, method, path }) => `${functionName} ${method.toUpperCase()} ${path}`,
    );
    expect(described.toSorted(byName)).toEqual(registered.toSorted(byName));
  });

  it('are complete', () => {
    expectSoundOperations(apiOperations);
  });

  it('have ids of their own that begin with a verb', () => {
    const ids = apiOperations.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(
      ids.filter((id) => !/^(create|get|list|count|split|generate|explain|cancel|delete)[A-Z]?[A-Za-z0-9]*$/.test(id)),
    ).toEqual([]);
  });

  it('are each on a method and path of its own', () => {
    const places = apiOperations.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(places).size).toBe(places.length);
  });

  it('are grouped by tags that are known', () => {
    const known = new Set(apiTags.map(({ name }) => name));
    expect(apiOperations.filter(({ tag }) => !known.has(tag)).map(({ id }) => id)).toEqual([]);
  });

  it('are summed up in a few words in sentence case, and described', () => {
    const wordy = apiOperations.filter(
      ({ summary, description }) => !/^[A-Z][^.]{3,60}[^.]$/.test(summary) || !/^[A-Z].{20,}\.$/.test(description),
    );
    expect(wordy.map(({ id }) => id)).toEqual([]);
  });

  it('show an example of each answer of success in JSON, except of those that may be anything', () => {
    const silent = apiOperations.flatMap(({ id, answers }) =>
      Object.entries(answers)
        .filter(([status, { contents, examples }]) => status < '300' && contents['application/json'] && !examples)
        .map(([status]) => `${id} ${status}`),
    );
    expect(silent).toEqual(['getJob 200', 'getDeploymentsHealth 200', 'getProvidersHealth 200', 'getOpenapi 200']);
  });

  it('show nothing in examples that their schemas do not describe', () => {
    for (const { id, answers } of apiOperations) {
      for (const [status, { contents, examples = {} }] of Object.entries(answers)) {
        for (const [name, example] of Object.entries(examples)) {
          const read = contents['application/json']?.safeParse(example);
          expect([id, status, name, read?.error?.message, read?.data]).toEqual([id, status, name, undefined, example]);
        }
      }
    }
  });
});

function byName(left: string, right: string): number {
  return left.localeCompare(right);
}

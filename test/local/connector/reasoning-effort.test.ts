import { expect, it } from 'vitest';
import { apiDefinition } from '../../../local/connector/api-definition.ts';
import { unknownOwner } from '../../../local/connector/connector-owner.ts';
import { keySignIn } from '../../../local/connector/sign-in.ts';
import catalogue from '../../../shared/models/catalogue.json' with { type: 'json' };
import { operationsOf } from '../../setup/connector-definition.ts';

it('offers for each call that may reason every effort that any model of the catalogue takes', () => {
  const known = new Set(
    Object.values(catalogue.models).flatMap((entry) => ('reasoningEfforts' in entry ? entry.reasoningEfforts : [])),
  );
  const offered = operationsOf(apiDefinition(keySignIn, '1.0.0', unknownOwner)).flatMap(({ operationId, body }) =>
    Object.entries(body?.schema.properties ?? {}).flatMap(([name, member]) =>
      /^reasoning_?effort$/i.test(name) ? [[operationId, member['enum']] as const] : [],
    ),
  );
  expect(offered.map(([id]) => id)).toEqual(['CompleteChat', 'GenerateAnswer']);
  for (const [, efforts] of offered) expect(efforts).toEqual(expect.arrayContaining([...known]));
});

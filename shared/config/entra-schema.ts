import * as z from 'zod';
import { addressSchema, wholeNumber } from './field-schemas.ts';
import { strictObject } from './strict-object.ts';

const guid = z.string().regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, {
  error: 'expected an id such as 00000000-0000-0000-0000-000000000000',
});

const audience = z.string().regex(/^\S{1,512}$/, {
  error: 'expected an audience such as api://sluice, or the client id of the app registration',
});

const plainText = z.string().regex(/^\S.{0,255}$/, { error: 'expected a value of 1 to 256 characters' });

/** The tenant of Entra ID whose tokens prove a caller, and what those tokens must be for. */
export const entraSchema = z.lazy(() =>
  strictObject({
    tenantId: guid.describe('The tenant. Tokens of every other tenant are refused.'),
    audience: z
      .union([audience, z.array(audience).min(1)], { error: 'expected an audience such as api://sluice, or a list' })
      .describe('What a token must be for: the application id URI of the app registration, its client id, or both.'),
    authority: addressSchema('https://login.microsoftonline.com')
      .default('https://login.microsoftonline.com')
      .describe('Where the tenant publishes its signing keys; another address for a national cloud.'),
    clockSkewSeconds: wholeNumber({ min: 0, max: 600 })
      .default(300)
      .describe('How far the clocks may be apart when the life of a token is judged.'),
  }).describe('Callers by tokens of Entra ID. Absent: no token is taken, gateway keys only.'),
);

/** One thing of a token that proves a caller. */
export const entraRuleSchema = z.lazy(() =>
  z
    .union(
      [
        strictObject({
          appId: guid.describe(
            'Client id of the application that calls; not of one whose token does not say that it has a secret of its own.',
          ),
        }),
        strictObject({ objectId: guid.describe('Object id of a user, a service principal or a managed identity.') }),
        strictObject({ role: plainText.describe('Value of an app role that the token carries.') }),
        strictObject({ group: plainText.describe('Object id of a group, as the groups claim has it.') }),
      ],
      { error: 'expected exactly one of appId, objectId, role, group' },
    )
    .describe('What a token must say to prove this caller.'),
);

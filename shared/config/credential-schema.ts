import * as z from 'zod';
import { strictObject } from './strict-object.ts';

const vaultSecretName = z.string().regex(/^[0-9A-Za-z-]{1,127}$/, {
  error: "expected a vault secret's name: letters, digits and hyphens (not its address, not its value)",
});

const settingName = z.string().regex(/^[A-Za-z_][\w.:-]{0,127}$/, {
  error: "expected an app setting's name (not its value)",
});

const clientId = z.string().regex(/^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, {
  error: 'expected a client id such as 00000000-0000-0000-0000-000000000000',
});

const scope = z.string().regex(/^(https|api):\/\/\S+\/\.default$/, {
  error: 'expected a scope such as https://ai.azure.com/.default',
});

/** Where a credential comes from: one of a vault secret, an app setting, a managed identity. */
export const credentialSchema = z
  .union(
    [
      strictObject({
        keyVaultSecret: vaultSecretName.describe('Name of the Key Vault secret that holds the key.'),
        secondKeyVaultSecret: vaultSecretName
          .describe("Name of the secret that holds the resource's other key, tried when the first is refused.")
          .optional(),
      }),
      strictObject({ setting: settingName.describe('Name of the app setting that holds the key.') }),
      strictObject({
        managedIdentity: z
          .union(
            [z.literal(true), strictObject({ clientId: clientId.describe('Client id of a user-assigned identity.') })],
            {
              error: 'expected true, or an object with the clientId of a user-assigned identity',
            },
          )
          .describe("true for the app's own identity; an object to name a user-assigned one."),
        scope: scope
          .describe(
            'What the token is for. Default: https://ai.azure.com/.default for v1, https://cognitiveservices.azure.com/.default for dated api versions.',
          )
          .optional(),
      }),
    ],
    { error: 'expected exactly one of keyVaultSecret, setting, managedIdentity' },
  )
  .describe('Where the credential comes from: a Key Vault secret, an app setting, or a managed identity.');

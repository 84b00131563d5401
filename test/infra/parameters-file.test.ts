import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import type { BicepObject, BicepValue } from '../../local/infra/bicep-value.ts';
import { deployTemplate } from '../../local/infra/deploy-template.ts';
import { readTemplate } from '../../local/infra/template.ts';
import { firstCaller } from '../setup/infra-deployment.ts';
import { textOf } from '../setup/repository-text.ts';

const jsonValue: z.ZodType<BicepValue> = z.lazy(() =>
  z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(jsonValue), z.record(z.string(), jsonValue)]),
);
const fileSchema = z.strictObject({
  $schema: z.string(),
  contentVersion: z.literal('1.0.0.0'),
  parameters: z.record(z.string(), z.strictObject({ value: jsonValue })),
});
const file = () => fileSchema.parse(JSON.parse(textOf('infra/main.parameters.json') ?? 'null'));

const azdEnv = {
  AZURE_ENV_NAME: firstCaller.parameters.environmentName,
  AZURE_LOCATION: firstCaller.parameters.location,
  SLUICE_CALLER_KEY_ID: firstCaller.parameters.callerKeyId,
  SLUICE_CALLER_KEY_SHA256: firstCaller.parameters.callerKeySha256,
};

const variable = /\$\{(\w+)(?:=([^}]*))?\}/g;

/** As azd fills the file in: variables replaced, texts made what the parameter's type asks for, empty ones left out. */
async function parametersFrom(env: Readonly<Record<string, string>>): Promise<BicepObject> {
  const main = (await readTemplate()).files.get('main.bicep');
  const filled: [string, BicepValue][] = [];
  for (const [name, { value }] of Object.entries(file().parameters)) {
    if (typeof value !== 'string') {
      filled.push([name, value]);
      continue;
    }
    const text = value.replaceAll(
      variable,
      (_, wanted: string, otherwise: string | undefined) => env[wanted] ?? otherwise ?? '',
    );
    const type = main?.parameters.find((parameter) => parameter.name === name)?.type;
    if (text !== '') filled.push([name, type === 'bool' ? text === 'true' : type === 'int' ? Number(text) : text]);
  }
  return Object.fromEntries(filled);
}

describe('the parameters file', () => {
  it('names parameters of the template only, and all that have no default', async () => {
    const main = (await readTemplate()).files.get('main.bicep');
    const known = main?.parameters.map(({ name }) => name) ?? [];
    const required = main?.parameters.filter(({ value }) => value === undefined).map(({ name }) => name) ?? [];
    const given = Object.keys(file().parameters);
    expect(given.filter((name) => !known.includes(name))).toEqual([]);
    expect(required.filter((name) => !given.includes(name))).toEqual([]);
  });

  it('says nothing but the defaults where the azd environment says nothing', async () => {
    const template = await readTemplate();
    expect(deployTemplate(template, await parametersFrom(azdEnv))).toEqual(
      deployTemplate(template, firstCaller.parameters),
    );
  });

  it('takes each variant from the azd environment', async () => {
    const variants = {
      SLUICE_NETWORK: 'restricted',
      SLUICE_GATEWAY_ACCESS: 'private',
      SLUICE_CREATE_REDIS: 'true',
      SLUICE_NODE_VERSION: '22',
      SLUICE_ALWAYS_READY: '1',
      SLUICE_ALERT_EMAIL: 'you@example.com',
    };
    const parameters = await parametersFrom({ ...azdEnv, ...variants });
    expect(parameters).toMatchObject({
      networkAccess: 'restricted',
      gatewayAccess: 'private',
      createRedis: true,
      nodeVersion: '22',
      alwaysReadyInstances: 1,
      alertEmail: 'you@example.com',
    });
    const { resources } = deployTemplate(await readTemplate(), parameters);
    expect(resources.filter(({ type }) => type === 'Microsoft.Network/privateEndpoints')).toHaveLength(7);
  });

  it('holds no value that is secret', () => {
    expect(JSON.stringify(file())).not.toMatch(/sluice_[a-z0-9]{10}_|password|api-?key/i);
  });
});

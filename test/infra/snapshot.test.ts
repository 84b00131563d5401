import { spawnSync } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';

import type { BicepObject } from '../../local/infra/bicep-value.ts';
import { infraFolder } from '../../local/infra/template.ts';
import { bicepOfMachine } from '../setup/bicep-of-machine.ts';
import { deployed, firstCaller } from '../setup/infra-deployment.ts';
import { temporaryFolder } from '../setup/temporary-folder.ts';

const everything: BicepObject = {
  createRedis: true,
  networkAccess: 'restricted',
  gatewayAccess: 'private',
  operatorPrincipalId: '00000000-0000-0000-0000-0000000000e1',
  alwaysReadyInstances: 2,
  alertEmail: 'operators@example.com',
  corsOrigins: ['https://app.example'],
  usageKeepDays: 90,
  existingOpenAiAccounts: [
    {
      name: 'west',
      resourceId:
        '/subscriptions/00000000-0000-0000-0000-0000000000a3/resourceGroups/models/providers/Microsoft.CognitiveServices/accounts/west',
      endpoint: 'https://west.openai.azure.com',
      models: [{ alias: 'gpt-4.1-mini', deployment: 'mini' }],
    },
  ],
};

const snapshotSchema = z.object({ predictedResources: z.array(z.looseObject({ type: z.string() })) });

// Old compilers foresee nothing.
const bicep = bicepOfMachine?.path ?? '';
const canForesee = bicepOfMachine !== undefined && spawnSync(bicep, ['snapshot', '--help']).status === 0;

describe.runIf(canForesee)('deploying the template on paper', () => {
  it.each([
    ['nothing but defaults', {}],
    ['everything that can be asked for', everything],
    ['no account of its own', { createOpenAi: false, networkAccess: 'restricted' }],
  ])('makes what the compiler foresees with %s', async (_, parameters) => {
    const foreseen = await foreseenBy(bicep, { ...firstCaller.parameters, ...parameters });
    const { resources } = await deployed(parameters);
    const typesOf = (list: readonly { readonly type: string }[]) => list.map(({ type }) => type).toSorted();
    expect(typesOf(resources)).toEqual(typesOf(foreseen));

    const onPaper = new Map(placesOf(resources.map(({ type, body }) => ({ type, body }))));
    const literals = placesOf(foreseen.map(({ type, ...body }) => ({ type, body }))).filter(isKnownBefore);
    expect(literals.length).toBeGreaterThan(200);
    expect(literals.map(([place]) => [place, onPaper.get(place)])).toEqual(literals);
  });
});

/** What the compiler says that a deployment will make, with expressions where only Azure knows the value. */
async function foreseenBy(compiler: string, parameters: BicepObject) {
  const folder = await temporaryFolder();
  const [file, snapshot] = [join(folder, 'main.bicepparam'), join(folder, 'main.snapshot.json')];
  const template = relative(folder, join(infraFolder, 'main.bicep')).replaceAll('\\', '/');
  const lines = Object.entries(parameters).map(([name, value]) => `param ${name} = json('${JSON.stringify(value)}')`);
  await writeFile(file, [`using '${template}'`, ...lines, ''].join('\n'));
  const where = ['--subscription-id', '00000000-0000-0000-0000-0000000000a2', '--location', 'swedencentral'];
  const { status, stderr } = spawnSync(compiler, ['snapshot', file, '--mode', 'overwrite', ...where], {
    encoding: 'utf8',
  });
  expect(status, stderr).toBe(0);
  return snapshotSchema.parse(JSON.parse(await readFile(snapshot, 'utf8'))).predictedResources;
}

type Place = readonly [string, unknown];

/** Every value with its place, such as `Microsoft.Web/sites 0 .properties.httpsOnly`. */
function placesOf(resources: readonly { readonly type: string; readonly body: unknown }[]): Place[] {
  const counts = new Map<string, number>();
  return resources.flatMap(({ type, body }) => {
    const count = counts.get(type) ?? 0;
    counts.set(type, count + 1);
    return leavesOf(body, `${type} ${count} `);
  });
}

function leavesOf(value: unknown, place: string): Place[] {
  if (typeof value !== 'object' || value === null) return [[place, value]];
  return Object.entries(value).flatMap(([name, inner]) => leavesOf(inner, `${place}.${name}`));
}

/** Not what is left as an expression, nor what ids, names or the api version are: on paper those are made up, or absent. */
function isKnownBefore([place, value]: Place): boolean {
  if (/ \.(name|apiVersion)$|\.tenantId$/.test(place)) return false;
  return typeof value !== 'string' || !/^\[|\/|[a-z0-9]{13}/.test(value);
}

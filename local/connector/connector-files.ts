import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { formatJson } from '../cli/format-json.ts';
import { apiDefinition } from './api-definition.ts';
import { apiProperties } from './api-properties.ts';
import { unknownOwner, type ConnectorOwner } from './connector-owner.ts';
import { icon } from './icon.ts';
import { entraSignIn, keySignIn } from './sign-in.ts';

/** Where the connectors stand: a folder for each way to sign in, with the icon of both beside them. */
export const connectorFolder = new URL('../../infra/connector/', import.meta.url);

/** The files of both connectors of an owner, by their place in that folder. */
export function connectorFiles(owner: ConnectorOwner = unknownOwner): ReadonlyMap<string, string | Buffer> {
  const { version } = packageSchema.parse(
    JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')),
  );
  const files = new Map<string, string | Buffer>([['icon.png', icon()]]);
  for (const signIn of [keySignIn, entraSignIn(owner)]) {
    files.set(`${signIn.folder}/apiDefinition.swagger.json`, `${formatJson(apiDefinition(signIn, version, owner))}\n`);
    files.set(`${signIn.folder}/apiProperties.json`, `${formatJson(apiProperties(signIn, owner))}\n`);
  }
  return files;
}

const packageSchema = z.object({ version: z.string() });

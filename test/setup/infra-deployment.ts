import { createHash } from 'node:crypto';
import type { BicepObject } from '../../local/infra/bicep-value.ts';
import { deployTemplate, type Deployment } from '../../local/infra/deploy-template.ts';
import { readTemplate, type Template } from '../../local/infra/template.ts';

/** What the template needs and cannot guess. `secret` is the secret part of the first caller's key. */
export const firstCaller = {
  secret: 'a'.repeat(43),
  parameters: {
    environmentName: 'team-gateway',
    location: 'swedencentral',
    callerKeyId: 'firstkey00',
    callerKeySha256: createHash('sha256').update('a'.repeat(43)).digest('hex'),
  },
} as const;

let template: Promise<Template> | undefined;

/** The template deployed on paper, with parameters over those it needs. */
export async function deployed(parameters: BicepObject = {}): Promise<Deployment> {
  template ??= readTemplate();
  return deployTemplate(await template, { ...firstCaller.parameters, ...parameters });
}

/** The properties of every resource of a type. */
export function propertiesOfAll({ resources }: Deployment, type: string): readonly unknown[] {
  return resources.filter((resource) => resource.type === type).map(({ body }) => body['properties']);
}

/** The app settings of a deployment. */
export function appSettingsOf({ resources }: Deployment): BicepObject {
  const properties = resources.find(({ type }) => type === 'Microsoft.Web/sites/config')?.body['properties'];
  if (typeof properties !== 'object' || properties === null || Array.isArray(properties)) {
    throw new Error('The deployment sets no app settings.');
  }
  return Object.fromEntries(Object.entries(properties));
}

import type { Deployment } from '../../shared/config/config.ts';
import { SecretValue } from '../../shared/secret-value.ts';

/** A deployment as the gateway file would resolve it, for tests that need no upstream behind it. */
export function deploymentOf(members: Partial<Deployment> = {}): Deployment {
  return {
    name: 'east-gpt-4o',
    provider: 'azure-openai',
    endpoint: 'http://127.0.0.1:9',
    deployment: 'gpt-4o-prod',
    alias: 'gpt-4o',
    model: 'gpt-4o',
    apiVersion: 'v1',
    credential: { kind: 'setting', setting: 'EAST_KEY', value: new SecretValue('east-key') },
    capacity: { provisioned: false },
    priority: 1,
    weight: 1,
    ...members,
  };
}

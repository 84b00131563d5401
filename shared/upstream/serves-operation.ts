import type { Deployment } from '../config/config.ts';
import type { Operation } from '../openai/api-version-registry.ts';
import { supportsOperation } from '../openai/api-versions.ts';

/** Whether a deployment can serve the operation: by its api version on Azure OpenAI, by its provider elsewhere. */
export function servesOperation(
  { provider, apiVersion }: Pick<Deployment, 'provider' | 'apiVersion'>,
  operation: Operation,
): boolean {
  switch (provider) {
    case 'azure-openai':
      return supportsOperation(apiVersion, operation);
    case 'openai':
      return true;
    case 'anthropic':
      // It has models for text only, behind the one operation that is translated.
      return operation === 'chat/completions' || operation === 'models';
  }
}

import { expect, it } from 'vitest';
import { providerNames } from '../../../shared/telemetry/provider-names.ts';

it('names every provider as the GenAI conventions do', () => {
  expect(Object.fromEntries(providerNames)).toEqual({
    'azure-openai': 'azure.ai.openai',
    openai: 'openai',
    anthropic: 'anthropic',
  });
});

import { expect, it } from 'vitest';

import { requestedModel } from '../../../shared/openai/requested-model.ts';

it('is the body’s model where the path names no deployment', () => {
  expect(requestedModel({ model: 'gpt-4o' })).toBe('gpt-4o');
});

it('is the deployment of the path, whatever the body says', () => {
  expect(requestedModel({ model: 'gpt-4o' }, 'mine')).toBe('mine');
  expect(requestedModel({}, 'mine')).toBe('mine');
});

it('refuses a request that names nothing', () => {
  expect(() => requestedModel({})).toThrow(expect.objectContaining({ code: 'invalid_request', param: 'model' }));
});

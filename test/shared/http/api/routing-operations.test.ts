import { describe, expect, it } from 'vitest';
import { routingOperations } from '../../../../shared/http/api/routing-operations.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('routingOperations', () => {
  it('are what their function registers, one for each method', () => {
    expectSoundOperations(routingOperations);
    expect(routingOperations.map(({ functionName, method }) => [functionName, method])).toEqual([
      ['explain', 'get'],
      ['explain', 'post'],
    ]);
  });
});

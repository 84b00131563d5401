import { describe, expect, it } from 'vitest';
import { batchOperations, soundBatchSchema } from '../../../../shared/http/api/batch-operations.ts';
import { parseBatchRequest } from '../../../../shared/neutral/batch-request.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('batchOperations', () => {
  it('are what their functions register', () => {
    expectSoundOperations(batchOperations);
  });
});

describe('soundBatchSchema', () => {
  it('asks more of a batch than its parsing does: that each request can be served', () => {
    const broken = { requests: [{ body: 'no object' }] };
    expect(parseBatchRequest(broken)).toBe(broken);
    expect(soundBatchSchema.safeParse(broken).success).toBe(false);
    expect(soundBatchSchema.safeParse({ requests: [{ body: {} }] }).success).toBe(true);
  });

  it('holds as many as a batch may', () => {
    const requests = Array.from({ length: 1_001 }, () => ({ body: {} }));
    expect(soundBatchSchema.safeParse({ requests }).success).toBe(false);
    expect(soundBatchSchema.safeParse({ requests: requests.slice(1) }).success).toBe(true);
  });
});

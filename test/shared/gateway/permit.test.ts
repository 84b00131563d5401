import { describe, expect, it } from 'vitest';
import { permit } from '../../../shared/gateway/permit.ts';

describe('permit', () => {
  it('lets a caller without a list do everything, and one with a list what is on it', () => {
    permit('batch', { name: 'a' });
    permit('batch', { name: 'a', operations: new Set(['chat', 'batch']) });
  });

  it.each([
    [['chat', 'models'] as const, /The caller a may not use batch\. It may use: chat, models\./],
    [[] as const, /It may use: nothing\./],
  ])('refuses what is not on %j', (operations, words) => {
    const refused = () => permit('batch', { name: 'a', operations: new Set(operations) });
    expect(refused).toThrow(expect.objectContaining({ code: 'operation_not_allowed', status: 403 }));
    expect(refused).toThrow(words);
  });
});

import { expect, it } from 'vitest';
import { recallCaller } from '../../../shared/gateway/recall-caller.ts';

const caller = { name: 'team', keys: [{ id: 'aaaaaaaaaa', sha256: Buffer.alloc(32) }], admin: false };
const recall = (members: object) =>
  recallCaller({ caller: 'team', keyId: 'aaaaaaaaaa', isByGatewayKey: true, ...members }, { callers: [caller] });

it('finds the caller as the gateway file has it now', () => {
  expect(recall({})).toEqual({ caller, keyId: 'aaaaaaaaaa' });
  expect(recall({ keyId: 'entra:app', isByGatewayKey: false })).toEqual({ caller, keyId: 'entra:app' });
});

it.each([{ caller: 'other' }, { keyId: 'bbbbbbbbbb' }])('refuses whoever was locked out meanwhile: %j', (members) => {
  expect(() => recall(members)).toThrow(expect.objectContaining({ code: 'invalid_api_key' }));
});

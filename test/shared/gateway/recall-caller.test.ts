import { expect, it } from 'vitest';
import { recallCaller } from '../../../shared/gateway/recall-caller.ts';

const caller = {
  name: 'team',
  keys: [{ id: 'aaaaaaaaaa', sha256: Buffer.alloc(32) }],
  entra: [{ by: 'role' as const, value: 'Sluice.Use' }],
  admin: false,
};
const config = {
  callers: [caller],
  entra: { tenantId: 'tenant', audiences: ['api://sluice'], authority: 'https://login.test', clockSkewSeconds: 300 },
  functionKeyCaller: 'team',
};
const byGatewayKey = { caller: 'team', keyId: 'aaaaaaaaaa', isByGatewayKey: true };
const byToken = { caller: 'team', keyId: 'entra:app', isByGatewayKey: false };
const byFunctionKey = { caller: 'team', keyId: 'function-key', isByGatewayKey: false };

it.each([byGatewayKey, byToken, byFunctionKey])('finds the caller as the gateway file has it now: %j', (who) => {
  expect(recallCaller(who, config)).toEqual({ caller, keyId: who.keyId });
});

it.each([
  ['is not there any more', byGatewayKey, { callers: [] }],
  ['has not the key any more', { ...byGatewayKey, keyId: 'bbbbbbbbbb' }, {}],
  ['is proven by no token any more', byToken, { callers: [{ ...caller, entra: undefined }] }],
  ['is proven by a token of no tenant any more', byToken, { entra: undefined }],
  ['is not the one of function keys any more', byFunctionKey, { functionKeyCaller: 'other' }],
])('refuses who was locked out meanwhile: a caller who %s', (_how, who, members) => {
  expect(() => recallCaller(who, { ...config, ...members })).toThrow(
    expect.objectContaining({ code: 'invalid_api_key' }),
  );
});

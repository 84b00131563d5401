import { describe, expect, it } from 'vitest';
import { entraRuleSchema, entraSchema } from '../../../shared/config/entra-schema.ts';

const tenantId = '11111111-2222-3333-4444-555555555555';
const messageOf = (parsed: { error?: { issues: readonly { message: string }[] } | undefined }) =>
  parsed.error?.issues[0]?.message;

describe('entraSchema', () => {
  it('needs a tenant and an audience, and knows the rest', () => {
    expect(entraSchema.parse({ tenantId, audience: 'api://sluice' })).toEqual({
      tenantId,
      audience: 'api://sluice',
      authority: 'https://login.microsoftonline.com',
      clockSkewSeconds: 300,
    });
    expect(entraSchema.parse({ tenantId, audience: ['api://a', tenantId] }).audience).toHaveLength(2);
  });

  it.each([
    ['a tenant by its domain', { tenantId: 'contoso.com', audience: 'a' }, /an id such as/],
    ['no audience', { tenantId, audience: [] }, /./],
    ['an audience with a space', { tenantId, audience: 'a b' }, /audience/],
    ['an authority over plain HTTP', { tenantId, audience: 'a', authority: 'http://login.test' }, /https/],
    ['more skew than a token lives', { tenantId, audience: 'a', clockSkewSeconds: 3600 }, /./],
    ['a misspelt member', { tenantId, audience: 'a', clientId: tenantId }, /expected one of tenantId/],
  ])('refuses %s', (_what, entra, words) => {
    expect(messageOf(entraSchema.safeParse(entra))).toMatch(words);
  });

  it('takes plain HTTP on this machine', () => {
    expect(entraSchema.safeParse({ tenantId, audience: 'a', authority: 'http://127.0.0.1:7075' }).success).toBe(true);
  });
});

describe('entraRuleSchema', () => {
  it.each([{ appId: tenantId }, { objectId: tenantId }, { role: 'Chat.Use' }, { group: tenantId }])(
    'takes %j',
    (rule) => {
      expect(entraRuleSchema.parse(rule)).toEqual(rule);
    },
  );

  it.each([{}, { appId: tenantId, role: 'Chat.Use' }, { appId: 'my-app' }, { role: '' }, { name: 'x' }])(
    'refuses %j',
    (rule) => {
      expect(entraRuleSchema.safeParse(rule).success).toBe(false);
    },
  );
});

import { describe, expect, it } from 'vitest';
import { insightsAddressSchema, insightsIdentitySchema } from '../../../shared/config/insights-schema.ts';

const key = '11111111-2222-4333-8444-555555555555';

describe('a connection string', () => {
  it.each([
    [`InstrumentationKey=${key};IngestionEndpoint=https://west.in.example/`, 'https://west.in.example'],
    [`InstrumentationKey=${key.toUpperCase()};IngestionEndpoint=https://west.in.example/;`, 'https://west.in.example'],
    [
      ` instrumentationkey = ${key} ; ingestionendpoint = https://west.in.example ; LiveEndpoint=https://live.example/;ApplicationId=${key}`,
      'https://west.in.example',
    ],
    [`InstrumentationKey=${key}`, 'https://dc.services.visualstudio.com'],
    [`InstrumentationKey=${key};EndpointSuffix=ai.example;Location=west`, 'https://west.dc.ai.example'],
    [`InstrumentationKey=${key};EndpointSuffix=ai.example`, 'https://dc.ai.example'],
  ])('is read however it is written: %s', (text, ingestionEndpoint) => {
    expect(insightsAddressSchema.parse(text)).toEqual({
      instrumentationKey: key,
      ingestionEndpoint,
      connectionString: `InstrumentationKey=${key};IngestionEndpoint=${ingestionEndpoint}`,
    });
  });

  it('keeps the audience of tokens', () => {
    const text = `InstrumentationKey=${key};IngestionEndpoint=https://a.example;AADAudience=https://monitor.azure.us/.default`;
    expect(insightsAddressSchema.parse(text).connectionString).toBe(text);
  });

  it.each([
    ['', 'InstrumentationKey'],
    ['walrus', 'InstrumentationKey'],
    ['InstrumentationKey=walrus', 'InstrumentationKey'],
    [`InstrumentationKey=${key};IngestionEndpoint=http://127.0.0.1:8080`, 'https:'],
    [`InstrumentationKey=${key};IngestionEndpoint=walrus`, 'https:'],
  ])('%j is a mistake that says what was expected', (text, expected) => {
    const { error } = insightsAddressSchema.safeParse(text);
    expect(error?.issues[0]?.message).toMatch(/^expected /);
    expect(error?.issues[0]?.message).toContain(expected);
    expect(error?.issues[0]?.message).not.toContain('walrus');
  });
});

describe('an authentication string', () => {
  it.each([
    ['Authorization=AAD', {}],
    ['authorization=aad;', {}],
    [`Authorization=AAD;ClientId=${key.toUpperCase()}`, { clientId: key }],
  ])('%s', (text, identity) => {
    expect(insightsIdentitySchema.parse(text)).toEqual(identity);
  });

  it.each(['', 'AAD', 'Authorization=ikey', 'Authorization=AAD;ClientId=me'])('%j is a mistake', (text) => {
    expect(insightsIdentitySchema.safeParse(text).error?.issues[0]?.message).toContain('expected Authorization=AAD');
  });
});

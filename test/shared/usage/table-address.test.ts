import { describe, expect, it } from 'vitest';
import { serviceUriOf } from '../../../shared/usage/table-address.ts';

const tokens = { getToken: () => Promise.resolve(null) };

describe('serviceUriOf', () => {
  it('is the public address of an account that is known by name', () => {
    expect(serviceUriOf({ accountName: 'sluicestore', tokens })).toBe('https://sluicestore.table.core.windows.net');
  });

  it('is the address that is given, in another cloud or behind a private endpoint', () => {
    const serviceUri = 'https://sluicestore.table.core.usgovcloudapi.net/';
    expect(serviceUriOf({ serviceUri, tokens })).toBe('https://sluicestore.table.core.usgovcloudapi.net');
  });
});

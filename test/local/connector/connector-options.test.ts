import { expect, it } from 'vitest';
import { connectorFiles } from '../../../local/connector/connector-files.ts';
import { readConnectorOptions } from '../../../local/connector/connector-options.ts';
import { unknownOwner } from '../../../local/connector/connector-owner.ts';

it('writes the files of the repository when nothing else is asked for', () => {
  expect(readConnectorOptions([])).toEqual({ out: undefined, owner: unknownOwner });
});

it('puts what is said into the files, and leaves nothing made up beside it', () => {
  const line =
    '--out mine --host gw.azurewebsites.net --contact Team-A --email a@contoso.com --website https://a.contoso.com ' +
    '--privacy-policy https://contoso.com/privacy --client-id 11111111-1111-1111-1111-111111111111 ' +
    '--tenant-id 22222222-2222-2222-2222-222222222222';
  const { out, owner } = readConnectorOptions(line.split(' '));
  expect(out).toBe('mine');
  const written = [...connectorFiles(owner).values()].filter((contents) => typeof contents === 'string').join('');
  for (const value of Object.values(owner)) expect(written).toContain(value);
  for (const value of Object.values(unknownOwner)) expect(written).not.toContain(value);
  expect(owner.audience).toBe('api://11111111-1111-1111-1111-111111111111');
});

it('refuses what would change the files of the repository, and a host that is an address', () => {
  expect(() => readConnectorOptions(['--host', 'gw.azurewebsites.net'])).toThrow(/--out says where/);
  expect(() => readConnectorOptions(['--out', 'mine', '--host', 'https://gw/'])).toThrow(/must be a host name/);
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { readSettings } from '../../local/settings-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'sluice-settings-'));
const path = join(folder, 'local.settings.json');

afterAll(() => rmSync(folder, { recursive: true }));

function settingsOf(text: string) {
  writeFileSync(path, text);
  return readSettings(path);
}

it('reads the values as Core Tools would put them into the environment', () => {
  expect(settingsOf('\uFEFF{ "IsEncrypted": false, "Values": { "A": "x", "B": 5, "C": true }, "Host": {} }')).toEqual({
    A: 'x',
    B: '5',
    C: 'true',
  });
});

it('has no settings without a file, or without values', () => {
  expect(readSettings(join(folder, 'gone.json'))).toEqual({});
  expect(settingsOf('{}')).toEqual({});
});

it.each([
  ['{ "Values": { "KEY": planted } }', /is not JSON$/],
  ['{ "Values": { "KEY": ["planted"] } }', /expected \{ "IsEncrypted": false/],
  ['{ "IsEncrypted": true, "Values": { "KEY": "planted" } }', /func settings decrypt/],
])('says what is wrong with %s, without a word of it', (text, reason) => {
  expect(() => settingsOf(text)).toThrow(reason);
  expect(() => settingsOf(text)).not.toThrow(/planted/);
});

it('does not take a folder for a file that is not there', () => {
  expect(() => readSettings(folder)).toThrow(/EISDIR/);
});

it('reads the sample that a first start copies', () => {
  expect(readSettings('local.settings.sample.json')).toMatchObject({
    FUNCTIONS_WORKER_RUNTIME: 'node',
    SLUICE_GATEWAY_FILE: 'local/gateway.json',
  });
});

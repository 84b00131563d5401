import { describe, expect, it } from 'vitest';
import { asRoot } from './apt-get.ts';

const yes = () => true;
const no = () => false;

describe('asRoot', () => {
  it('asks nobody where the user is root', () => {
    expect(asRoot(0, false, () => expect.unreachable('Root asked for sudo.'))).toEqual([]);
  });

  it('takes sudo in CI where it asks for no password', () => {
    expect(asRoot(1001, true, yes)).toEqual(['sudo', '--non-interactive']);
    expect(asRoot(1001, true, no)).toBeUndefined();
  });

  it('leaves the machine of a person alone', () => {
    expect(asRoot(1000, false, yes)).toBeUndefined();
  });
});

import { expect, it } from 'vitest';
import { shortNames } from '../../local/short-names.ts';

it('shortens what a function knows, and leaves the names that a module gives and takes', async () => {
  const short = await shortNames(`
    const wanted = require('./wanted.js');
    class Failure extends Error {}
    module.exports = function retry(attempt, attempts) {
      const remaining = attempts - 1;
      return remaining < 0 ? new Failure(wanted.text) : attempt(remaining);
    };`);
  expect(short).toMatch(/const wanted = require\("\.\/wanted\.js"\)/);
  expect(short).toMatch(/class Failure extends Error/);
  expect(short).not.toMatch(/attempts|remaining/);
});

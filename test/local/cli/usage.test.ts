import { expect, it } from 'vitest';
import { usage } from '../../../local/cli/usage.ts';

it('names every command, in lines that a terminal of 80 columns does not break', () => {
  for (const command of ['config validate', 'config show', 'config explain MODEL', 'config check', 'keys new NAME']) {
    expect(usage).toContain(command);
  }
  expect(usage.split('\n').filter((line) => line.length > 80)).toEqual([]);
});

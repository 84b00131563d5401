import { describe, expect, it } from 'vitest';
import { actionOperations } from '../../../../shared/http/api/action-operations.ts';
import { expectSoundOperations } from '../../../setup/sound-operations.ts';

describe('actionOperations', () => {
  it('are what their functions register, without a route of their own', () => {
    expectSoundOperations(actionOperations);
    expect(actionOperations.every(({ path, functionName }) => path === `/${functionName}`)).toBe(true);
  });

  it('take a function key and are answered whole', () => {
    expect(actionOperations.every(({ access }) => access === 'function-key')).toBe(true);
    expect(
      actionOperations.flatMap(({ answers }) =>
        Object.values(answers).flatMap(({ contents }) => Object.keys(contents)),
      ),
    ).not.toContain('text/event-stream');
  });
});

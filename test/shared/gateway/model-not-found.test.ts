import { expect, it } from 'vitest';
import { modelNotFound } from '../../../shared/gateway/model-not-found.ts';

it('names the model that was asked for, and where to look', () => {
  expect(modelNotFound('nope')).toMatchObject({
    code: 'model_not_found',
    param: 'model',
    message: "There is no model or deployment 'nope' here. GET /v1/models lists the models.",
  });
});

it.each([
  ['cuts what is long', 'm'.repeat(1_000_000), `${'m'.repeat(64)}…`],
  ['keeps what is just short enough', 'm'.repeat(64), 'm'.repeat(64)],
  ['cuts between characters', '🙂'.repeat(65), `${'🙂'.repeat(64)}…`],
  ['shows no control characters', 'a\u001b[31m\nb\u202e\u2028', 'a�[31m�b��'],
  ['shows no half characters', 'a\ud83d', 'a�'],
])('%s', (_what, asked, shown) => {
  expect(modelNotFound(asked).message).toContain(`'${shown}' here.`);
});

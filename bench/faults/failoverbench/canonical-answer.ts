/** The complete answer: sixty words, sent one by one. Completeness is this text, blanks aside. */
export const canonicalAnswer = [
  'Water finds the weakest gate first, so a lock keeper tests each of them before the flood arrives.',
  'He closes one, watches the level, opens another, and writes down what he saw.',
  'When a gate fails at night, he already knows which channel will carry the barges onward,',
  'and nobody downstream learns how close the river came to their doors.',
].join(' ');

/** Its words, in order. */
export const canonicalWords: readonly string[] = canonicalAnswer.split(' ');

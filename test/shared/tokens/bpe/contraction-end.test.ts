import { describe, expect, it } from 'vitest';

import { contractionEnd } from '../../../../shared/tokens/bpe/contraction-end.ts';

describe('contractionEnd', () => {
  it.each(["'s", "'S", "'ſ", "'t", "'m", "'D", "'re", "'Re", "'VE", "'ll"])('is behind %s', (contraction) => {
    expect(contractionEnd(`it${contraction}x`, 2)).toBe(2 + contraction.length);
  });

  it.each(["'", "'x", "'r", "'l", '’s', 's', '', "''s"])('is where it was asked for at %j', (text) => {
    expect(contractionEnd(`it${text}`, 2)).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';

import { packRanks } from '../../../local/cli/pack-ranks.ts';
import { textOf } from '../../setup/repository-text.ts';

describe('packRanks', () => {
  it.each(['cl100k_base', 'o200k_base'] as const)(
    'makes of %s the file that is in shared/tokens/ranks (else run local/cli/write-ranks.ts)',
    (encoding) => {
      // Another Brotli may pack the same tokens otherwise, so everything but the packing is compared here.
      const withoutRanks = (text: string): unknown => ({ ...JSON.parse(text), ranks: '' });
      const kept = textOf(`shared/tokens/ranks/${encoding}.json`) ?? '{}';
      expect(withoutRanks(kept)).toEqual(withoutRanks(packRanks(encoding)));
    },
  );
});

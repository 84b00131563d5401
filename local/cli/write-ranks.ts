// Run as `node local/cli/write-ranks.ts` after an update of the tiktoken package; a test says when it is due.
import { writeFileSync } from 'node:fs';
import { packRanks } from './pack-ranks.ts';

for (const encoding of ['cl100k_base', 'o200k_base'] as const) {
  writeFileSync(new URL(`../../shared/tokens/ranks/${encoding}.json`, import.meta.url), packRanks(encoding));
}

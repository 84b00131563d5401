import type { SecretValue } from '../secret-value.ts';

/** Which values an upstream refused lately. */
export type Refusals = {
  add(value: SecretValue): void;
  has(value: SecretValue): boolean;
};

/** Remembers refused values for `memoryMs`. After that a value is tried again: the refusal may have been the upstream's. */
export function createRefusals(now: () => number, memoryMs: number): Refusals {
  let refused: readonly { readonly value: SecretValue; readonly until: number }[] = [];
  return {
    add(value) {
      const kept = refused.filter((entry) => now() < entry.until && !entry.value.equals(value));
      refused = [...kept, { value, until: now() + memoryMs }];
    },
    has(value) {
      return refused.some((entry) => now() < entry.until && entry.value.equals(value));
    },
  };
}

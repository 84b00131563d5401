import type Prometheus from 'prom-client';

/** Sums of money that stay exact: whole billionths of a dollar, turned into dollars when they are shown. */
export type DollarSums<Label extends string> = {
  add(labels: Record<Label, string>, nanoDollars: number): void;
  /** Puts the sums as they stand into the counter. */
  show(): void;
};

/**
 * Sums behind a counter. Added up as fractions of a dollar they would drift from the ledger's: none of them is a binary
 * fraction.
 */
export function createDollarSums<Label extends string>(counter: Prometheus.Counter<Label>): DollarSums<Label> {
  const sums = new Map<string, { readonly labels: Record<Label, string>; nanoDollars: number }>();
  return {
    add(labels, nanoDollars) {
      const key = JSON.stringify(labels);
      const sum = sums.get(key);
      if (sum === undefined) {
        sums.set(key, { labels, nanoDollars });
      } else {
        sum.nanoDollars += nanoDollars;
      }
    },
    show() {
      counter.reset();
      for (const { labels, nanoDollars } of sums.values()) {
        counter.inc(labels, nanoDollars / 1e9);
      }
    },
  };
}

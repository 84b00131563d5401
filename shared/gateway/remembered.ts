/** What `look` finds, looked for anew only when the last look is older than `forMs`. `now` gives milliseconds. */
export function remembered<Found>(look: () => Found, forMs: number, now: () => number): () => Found {
  let latest: { readonly atMs: number; readonly found: Found } | undefined;
  return () => {
    if (latest === undefined || now() - latest.atMs > forMs) {
      latest = { atMs: now(), found: look() };
    }
    return latest.found;
  };
}

/**
 * The results of `work` on each item, in the items' order, with at most `concurrency` under way. Rejects with the first
 * failure, after which nothing more is begun.
 */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  concurrency: number,
  work: (item: Item, place: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  const entries = items.entries();
  let hasFailed = false;
  const lane = async (): Promise<void> => {
    for (const [place, item] of entries) {
      try {
        results[place] = await work(item, place);
      } catch (error) {
        hasFailed = true;
        throw error;
      }
      if (hasFailed) return;
    }
  };
  await Promise.all(Array.from({ length: Math.max(1, Math.min(concurrency, items.length)) }, lane));
  return results;
}

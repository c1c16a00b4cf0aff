/** Works on all items, so many at a time, in their order of beginning. Waits for all of them; a failure stops none. */
export async function inParallel<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<PromiseSettledResult<Result>[]> {
  const results: Promise<Result>[] = [];
  const queue = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of queue) {
      const result = work(item);
      results[index] = result;
      await result.catch(() => undefined);
    }
  };
  await Promise.all(Array.from({ length: width }, worker));
  return Promise.allSettled(results);
}

/** Processes the items concurrently, one at a time per worker. Results are in the order of the items. */
export async function mapConcurrently<Worker, Item, Result>(
  workers: readonly Worker[],
  items: readonly Item[],
  work: (item: Item, worker: Worker) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const run = async (worker: Worker) => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!, worker);
    }
  };
  await Promise.all(workers.map(run));
  return results;
}

/** As many workers as the test-runner daemon has threads. */
export const twoWorkers = [1, 2] as const;

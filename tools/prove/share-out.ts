/** Gives each worker one piece of work after the other, until none is left. Results are in the order of the items. */
export async function shareOut<Worker, Item, Result>(
  workers: readonly Worker[],
  items: readonly Item[],
  work: (item: Item, worker: Worker) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const goOn = async (worker: Worker) => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!, worker);
    }
  };
  await Promise.all(workers.map(goOn));
  return results;
}

/** As many at a time as the test-runner daemon has threads. */
export const twoAtOnce = [1, 2] as const;

import { describe, expect, onTestFinished, test } from "vitest";
import type { Collection } from "../../core/store.ts";
import { MemoryStore, startTestCloud, type TestCloud } from "../../testing/index.ts";
import { queueArn } from "../eventbridge/test-support.ts";
import { deadLetters, delivered, FakeStream, makePipe, openShop } from "./test-support.ts";

type Write = (store: MemoryStore) => void;

/** A store in memory that notes its writes in turns of the event loop, which survive a kill together or not at all. */
class JournalStore extends MemoryStore {
  readonly turns: Write[][] = [];
  #open = false;

  override collection<V>(name: string): Collection<V> {
    const collection = super.collection<V>(name);
    return new Proxy(collection, {
      get: (inner, member) => {
        if (member === "set") {
          return (key: string, value: V) => {
            this.#note((store) => store.collection<V>(name).set(key, structuredClone(value)));
            inner.set(key, value);
          };
        }
        if (member === "delete") {
          return (key: string) => {
            this.#note((store) => void store.collection<V>(name).delete(key));
            return inner.delete(key);
          };
        }
        const found: unknown = Reflect.get(inner, member);
        return typeof found === "function" ? found.bind(inner) : found;
      },
    });
  }

  /** The state after the first `turns` turns: what a cloud finds that is started again. */
  after(turns: number): MemoryStore {
    const store = new MemoryStore();
    for (const write of this.turns.slice(0, turns).flat()) write(store);
    // Keys must go on rising.
    for (let used = 0; used < 1000; used++) store.sequence();
    return store;
  }

  #note(write: Write): void {
    if (!this.#open) {
      this.#open = true;
      this.turns.push([]);
      setImmediate(() => {
        this.#open = false;
      });
    }
    this.turns.at(-1)!.push(write);
  }
}

async function startCloudOn(store: MemoryStore, stream: FakeStream): Promise<TestCloud> {
  const cloud = await startTestCloud({ store });
  onTestFinished(() => cloud.close());
  stream.attach(cloud);
  return cloud;
}

/** How often each order reached the queue. */
async function countOrders(cloud: TestCloud): Promise<Record<number, number>> {
  const counts: Record<number, number> = {};
  for (const { detail } of await delivered(cloud)) counts[detail.order] = (counts[detail.order] ?? 0) + 1;
  return counts;
}

describe("killed at any moment and started again, a pipe", () => {
  test("skips no record, and repeats at most the batch in work", async () => {
    const journal = new JournalStore();
    const stream = new FakeStream();
    const first = await startCloudOn(journal, stream);
    await openShop(first);
    await makePipe(first, { BatchSize: 2 });
    const ready = journal.turns.length;
    stream.write(1, 2, 3);
    await first.clock.settle();
    const done = journal.turns.length;
    expect(done - ready, "moments at which it is killed").toBeGreaterThan(5);

    let repeated = 0;
    for (let turns = ready; turns <= done; turns++) {
      const again = await startCloudOn(journal.after(turns), stream);
      again.account.resume();
      await again.clock.settle();
      const counts = await countOrders(again);
      expect(Object.keys(counts), `after ${turns - ready} of ${done - ready} turns`).toEqual(["1", "2", "3"]);
      for (const count of Object.values(counts)) expect(count).toBeLessThanOrEqual(2);
      repeated += Object.values(counts).filter((count) => count === 2).length;
      await again.close();
    }
    expect(repeated, "some moment was between the bus and the position").toBeGreaterThan(0);
  }, 60_000);

  test("sends a dead letter for every record that it gives up", async () => {
    const journal = new JournalStore();
    const stream = new FakeStream();
    const first = await startCloudOn(journal, stream);
    await openShop(first);
    await makePipe(first, { MaximumRetryAttempts: 1, DeadLetterConfig: { Arn: queueArn("dead-letters") } });
    const ready = journal.turns.length;
    const poison = stream.put({ order: { N: "1" }, event: { M: { type: { S: "T" }, detail: { S: "no JSON" } } } });
    stream.write(2);
    await first.clock.settle();
    const done = journal.turns.length;

    for (let turns = ready; turns <= done; turns++) {
      const again = await startCloudOn(journal.after(turns), stream);
      again.account.resume();
      await again.clock.settle();
      const moment = `after ${turns - ready} of ${done - ready} turns`;
      expect(Object.keys(await countOrders(again)), moment).toEqual(["2"]);
      const letters = await deadLetters(again);
      expect(letters.length, moment).toBeGreaterThan(0);
      for (const { DDBStreamBatchInfo } of letters) expect(DDBStreamBatchInfo.startSequenceNumber).toBe(poison);
      await again.close();
    }
  }, 60_000);
});

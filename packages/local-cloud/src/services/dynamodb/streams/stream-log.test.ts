import { expect, test } from "vitest";
import { Activity } from "../../../core/activity.ts";
import { MemoryStore } from "../../../core/memory-store.ts";
import { entriesOf } from "../../../core/store.ts";
import { VirtualClock } from "../../../core/virtual-clock.ts";
import { type Extent, type PlacedRecord, StreamLog } from "./stream-log.ts";

const hourMs = 60 * 60 * 1000;

/** A store whose writes become durable when the test says so. */
class SlowStore extends MemoryStore {
  #end: (error?: Error) => void = () => {};
  #writing = this.#nextWrite();

  override durable(): Promise<void> {
    return this.#writing;
  }

  /** Everything so far reaches the disk, or fails to. */
  async write(error?: Error): Promise<void> {
    const written = this.#writing;
    const end = this.#end;
    this.#writing = this.#nextWrite();
    end(error);
    await written.catch(() => {});
  }

  #nextWrite(): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#end = (error) => (error ? reject(error) : resolve());
    });
  }
}

function openLog() {
  const activity = new Activity();
  const store = new SlowStore();
  const clock = new VirtualClock(activity);
  const trims: string[] = [];
  const records = store.large<PlacedRecord>("records");
  const extents = store.collection<Extent>("extents");
  const open = () =>
    new StreamLog(
      { activity, clock, store },
      { name: "s", records, extents, onTrim: (through) => trims.push(through) },
    );
  const log = open();
  const append = (id: string) => log.append({ at: clock.now(), eventName: "INSERT", keys: { id: { S: id } } });
  const readable = (after = "") => [...log.after(after)].map(([, { keys }]) => keys.id?.S);
  return { activity, clock, store, records, open, trims, log, append, readable };
}

test("a record cannot be read, and no listener is called, before it is durable", async () => {
  const { log, store, append, readable } = openLog();
  let calls = 0;
  log.onRecord(() => calls++);
  append("B1");

  expect([readable(), calls, log.last(), log.settled]).toEqual([[], 0, undefined, false]);
  await store.write();
  expect([readable(), calls, log.settled]).toEqual([["B1"], 1, true]);
});

test("records of two writes to the disk become readable one after the other", async () => {
  const { log, store, append, readable } = openLog();
  let calls = 0;
  log.onRecord(() => calls++);
  append("B1");
  append("B2");
  const first = store.write();
  append("B3");
  await first;

  expect([readable(), calls]).toEqual([["B1", "B2"], 1]);
  await store.write();
  expect([readable(), calls]).toEqual([["B1", "B2", "B3"], 2]);
});

test("a record that could not be written is never read", async () => {
  const { store, append, readable } = openLog();
  append("B1");
  await store.write(new Error("disk full"));

  expect(readable()).toEqual([]);
});

test("time does not move between a write and those who wait for its record", async () => {
  const { activity, store, append } = openLog();
  append("B1");

  expect(activity.inFlight).toBe(1);
  await store.write();
  await activity.idle();
  expect(activity.inFlight).toBe(0);
});

test("a listener that has ended is not called", async () => {
  const { log, store, append } = openLog();
  let calls = 0;
  const end = log.onRecord(() => calls++);
  end();
  append("B1");
  await store.write();

  expect(calls).toBe(0);
});

test("old records are deleted from the store, by thousands too, and the newest of them is told", async () => {
  const { clock, store, records, open, trims, log, append, readable } = openLog();
  for (let number = 0; number < 3000; number++) append(`old ${number}`);
  await store.write();
  const newestOld = log.last();
  await clock.advance(24 * hourMs);
  append("B1");
  await store.write();

  const left = [];
  for await (const entry of entriesOf(records)) left.push(entry);
  expect(left).toHaveLength(1);
  expect(open().last(), "after a restart").toBe(log.last());
  expect(trims).toEqual([newestOld]);
  expect(readable()).toEqual(["B1"]);
  expect(readable(newestOld)).toEqual(["B1"]);
});

import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ClassicLevel } from "classic-level";
import { beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { MemoryStore } from "../core/memory-store.ts";
import { entriesOf, type KeyRange, type LargeCollection, type ReadRange, type Store } from "../core/store.ts";
import { openStore } from "./index.ts";
import type { StoreOptions } from "./persistent-store.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "local-cloud-large-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

async function withStore<T>(use: (store: Store) => T | Promise<T>, options?: StoreOptions): Promise<T> {
  const store = await openStore(folder, options);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

async function read<V>(collection: LargeCollection<V>, range?: ReadRange): Promise<Array<[string, V]>> {
  const entries: Array<[string, V]> = [];
  for await (const entry of entriesOf(collection, range)) entries.push(entry);
  return entries;
}

const keysIn = async (collection: LargeCollection<unknown>, range?: KeyRange) =>
  (await read(collection, range)).map(([key]) => key);

/** More than a portion, in the order of the keys. */
const many = Array.from({ length: 2500 }, (_, number) => String(number).padStart(5, "0"));

async function fill(store: Store, keys: readonly string[] = many): Promise<LargeCollection<{ key: string }>> {
  const collection = store.large<{ key: string }>("logs/events");
  for (const key of keys) collection.set(key, { key });
  await store.durable();
  return collection;
}

const storeFile = (extension: string) => {
  const names = readdirSync(join(folder, "store")).filter((name) => name.endsWith(extension));
  return join(folder, "store", names[0]!);
};

describe.each(["in memory", "on disk"])("%s", (where) => {
  async function using(use: (store: Store) => Promise<void>): Promise<void> {
    await (where === "on disk" ? withStore(use) : use(new MemoryStore()));
  }

  test("reads what was set, written or not, and not what was deleted", () =>
    using(async (store) => {
      const letters = store.large<number>("letters");
      for (const [at, letter] of ["a", "b", "c"].entries()) letters.set(letter, at);
      await store.durable();
      letters.set("b", 7);
      letters.set("d", 3);
      letters.delete("c");

      expect(["a", "b", "c", "d"].map((letter) => letters.get(letter))).toEqual([0, 7, undefined, 3]);
      expect(await read(letters)).toEqual(Object.entries({ a: 0, b: 7, d: 3 }));
      await store.durable();
      expect(await read(letters)).toEqual(Object.entries({ a: 0, b: 7, d: 3 }));
      expect([letters.has("c"), letters.has("d")]).toEqual([false, true]);
    }));

  test("reads ranges in both directions, across portions and with changes that are not written yet", () =>
    using(async (store) => {
      const collection = await fill(store);
      collection.set("00000.5", { key: "00000.5" });
      collection.set("02000.5", { key: "02000.5" });
      collection.delete("00002");
      collection.set("99999", { key: "99999" });
      const expected = [...many, "00000.5", "02000.5", "99999"].filter((key) => key !== "00002").sort();

      expect(await keysIn(collection)).toEqual(expected);
      expect(await keysIn(collection, { reverse: true })).toEqual([...expected].reverse());
      expect(await keysIn(collection, { gt: "00000", lte: "00004" })).toEqual(["00000.5", "00001", "00003", "00004"]);
      expect(await keysIn(collection, { gte: "02498", reverse: true })).toEqual(["99999", "02499", "02498"]);
      expect(await keysIn(collection, { gte: "02000", lt: "02001" })).toEqual(["02000", "02000.5"]);
      expect(await keysIn(collection, { gt: "5", lt: "6" })).toEqual([]);
    }));

  test("reads the entries as they were when reading began", () =>
    using(async (store) => {
      const collection = await fill(store);
      const entries = entriesOf(collection);
      const found = [(await entries.next()).value![0]];
      collection.set("00000.5", { key: "late" });
      collection.delete("02499");
      await store.durable();
      for await (const [key] of entries) found.push(key);

      expect(found).toEqual(many);
    }));

  test("a dropped collection is empty at once, and can be filled again", () =>
    using(async (store) => {
      await fill(store);
      store.drop("logs/events");
      expect(await keysIn(store.large("logs/events"))).toEqual([]);
      const again = await fill(store, ["b"]);
      again.clear();
      again.set("a", { key: "a" });
      await store.durable();

      expect(await keysIn(store.large("logs/events"))).toEqual(["a"]);
      expect(again.get("b")).toBeUndefined();
    }));

  test("collections do not see each other's entries", () =>
    using(async (store) => {
      const names = ["a", "a/b", "b"];
      for (const name of names) store.large(name).set("key", name);
      store.drop("a/b");
      await store.durable();

      expect(await Promise.all(names.map((name) => read(store.large(name))))).toEqual([
        [["key", "a"]],
        [],
        [["key", "b"]],
      ]);
    }));
});

test("keeps its entries across a restart, and what was dropped stays away", async () => {
  await withStore(async (store) => {
    await fill(store);
    store.large("dropped").set("a", 1);
    await store.durable();
    store.drop("dropped");
  });

  await withStore(async (store) => {
    expect(await keysIn(store.large("logs/events"))).toEqual(many);
    expect(store.large("logs/events").get("01234")).toEqual({ key: "01234" });
    expect(store.large("dropped").has("a")).toBe(false);
  });
});

test("a reader of what has a text gets all of it, also what is not written yet and what is written with escapes", async () => {
  await withStore(async (store) => {
    const collection = store.large<string>("logs/events");
    const messages = ["a B123 b", "B124", '{"id":"\\u0042123"}', "B123", "other"];
    for (const [at, message] of messages.entries()) collection.set(String(at), message);
    await store.durable();
    collection.set("1", "B123 now");
    collection.delete("3");

    const found = await read(collection, { literal: "B123" });
    expect(found).toEqual([
      ["0", "a B123 b"],
      ["1", "B123 now"],
      ["2", '{"id":"\\u0042123"}'],
    ]);
  });
});

test("what was dropped is removed from the disk, after a restart if necessary", async () => {
  await withStore(async (store) => {
    await fill(store);
    store.drop("logs/events");
  });
  await withStore((store) =>
    expect.poll(() => store.collection("store/dropped-collections").size, { timeout: 10_000 }).toBe(0),
  );

  const level = new ClassicLevel(join(folder, "store"));
  const entries = await level.keys({ lt: "\u0001" }).all();
  await level.close();
  expect(entries).toEqual([]);
});

test("a start does not read them: an entry that was changed is noticed when it is read", async () => {
  await withStore(async (store) => void (await fill(store)));
  const level = new ClassicLevel(join(folder, "store"));
  const [key] = await level.keys({ gte: "\u0000", lt: "\u0001", reverse: true, limit: 1 }).all();
  await level.put(key!, (await level.get(key!))!.replace("02499", "666"));
  await level.close();
  const said: string[] = [];

  await withStore(
    async (store) => {
      const events = store.large("logs/events");
      const damaged = /state in .* is damaged: the entry '.*02499' was changed\..*move the folder away/;
      expect(events.get("02498")).toEqual({ key: "02498" });
      expect(() => events.get("02499")).toThrow(damaged);
      await expect(read(events)).rejects.toThrow(damaged);
      expect(said).toEqual([expect.stringMatching(damaged)]);
    },
    { notify: (sentence) => void said.push(sentence) },
  );
});

describe("damage to a file is noticed at the start, although nothing in memory is affected", () => {
  /** Large enough for tables, with an entry in memory that stays whole. */
  async function fillTables(): Promise<void> {
    await withStore(async (store) => {
      store.collection("rules").set("one", 1);
      for (let round = 0; round < 10; round++) {
        await fill(
          store,
          many.map((key) => `${key}-${round}-${"x".repeat(200)}`),
        );
      }
    });
    await withStore(() => {});
  }

  test.each([
    ["shorter", (path: string) => truncateSync(path, statSync(path).size - 100), /table \d+\.ldb has \d+ bytes/],
    ["longer", (path: string) => writeFileSync(path, "more", { flag: "a" }), /table \d+\.ldb has \d+ bytes/],
    ["missing", (path: string) => rmSync(path), /table \d+\.ldb is missing/],
  ])("a table is %s", async (_how, damage, message) => {
    await fillTables();
    damage(storeFile(".ldb"));

    await expect(openStore(folder)).rejects.toThrow(message);
    await expect(openStore(folder), "and is left as it is").rejects.toThrow(message);
  });

  test("the log has lost something from its middle", async () => {
    await withStore(async (store) => void (await fill(store)));
    const path = storeFile(".log");
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.fill(0xff, 40_000, 41_000));

    await expect(openStore(folder)).rejects.toThrow(/damaged: its log \d+\.log cannot be read at byte/);
    await expect(openStore(folder), "and is left as it is").rejects.toThrow(/cannot be read at byte/);
  });
});

test("a log that ends in the middle of a batch loses that batch only, whichever byte it ends at", async () => {
  await withStore(async (store) => {
    await fill(store, ["a", "b"]);
    store.collection("rules").set("one", 1);
    await fill(store, ["c", "d"]);
  });
  const path = storeFile(".log");
  const whole = statSync(path).size;

  for (let cut = 1; cut < 60; cut += 7) {
    const copy = `${folder}-${cut}`;
    onTestFinished(() => rmSync(copy, { recursive: true, force: true }));
    cpSync(folder, copy, { recursive: true });
    truncateSync(path.replace(folder, copy), whole - cut);
    const store = await openStore(copy);
    const kept = [await keysIn(store.large("logs/events")), store.collection("rules").size];
    await store.close();
    expect(kept, `${cut} bytes less`).toEqual([["a", "b"], 0]);
  }
});

test("reading goes on while a full disk is left behind, and finds what was written meanwhile", async () => {
  let answer: Error | undefined;
  const options = {
    notify: () => {},
    beforeWrite: () => {
      if (answer) throw answer;
    },
  };
  await withStore(async (store) => {
    const collection = await fill(store);
    const entries = entriesOf(collection);
    const found = [(await entries.next()).value![0]];
    answer = Object.assign(new Error("No space left on device"), { code: "ENOSPC" });
    collection.set("new", { key: "new" });
    await expect(store.durable()).rejects.toThrow("its disk is full");
    expect([collection.get("new"), collection.get("00001")]).toEqual([{ key: "new" }, { key: "00001" }]);

    answer = undefined;
    await store.writable();
    for await (const [key] of entries) found.push(key);

    expect(found).toEqual([...many, "new"]);
    expect(await keysIn(collection, { gte: "02499" })).toEqual(["02499", "new"]);
  }, options);
});

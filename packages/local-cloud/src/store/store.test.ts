import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import type { Store } from "../core/store.ts";
import { openStore } from "./index.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "local-cloud-store-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
});

/** Opens the store for `use`, and closes it in any case. */
async function withStore<T>(use: (store: Store) => T | Promise<T>): Promise<T> {
  const store = await openStore(folder);
  try {
    return await use(store);
  } finally {
    await store.close();
  }
}

const fillOneEntry = () => withStore((store) => store.collection("rules").set("one", { name: "BookingCreatedRule" }));

/** The files in the store's own folder. */
const storeFiles = (extension: string) =>
  readdirSync(join(folder, "store"))
    .filter((name) => name.endsWith(extension))
    .map((name) => join(folder, "store", name));

test("keeps what was set across a restart, and not what was deleted", async () => {
  await withStore((store) => {
    const rules = store.collection("rules");
    rules.set("kept", { pattern: { source: ["aircraft.booking"] } });
    rules.set("changed", 1);
    rules.set("deleted", true);
    rules.set("changed", 2);
    rules.delete("deleted");
    store.collection("dropped").set("a", 1);
  });
  await withStore((store) => store.drop("dropped"));

  await withStore((store) => {
    expect(Object.fromEntries(store.collection("rules").entries())).toEqual({
      kept: { pattern: { source: ["aircraft.booking"] } },
      changed: 2,
    });
    expect(store.collection("dropped").size).toBe(0);
  });
});

test("iterates in the order of setting, and after a restart in the order of keys", async () => {
  await withStore((store) => {
    for (const key of ["c", "a", "b"]) store.collection("letters").set(key, key);
    expect([...store.collection("letters").keys()]).toEqual(["c", "a", "b"]);
  });

  await withStore((store) => expect([...store.collection("letters").keys()]).toEqual(["a", "b", "c"]));
});

test("continues a sequence after a restart, so that keys stay in order", async () => {
  const before = await withStore((store) => {
    const key = store.sequence();
    store.collection("queue").set(key, "first");
    return key;
  });
  const after = await withStore((store) => store.sequence());

  expect(after > before).toBe(true);
});

test("durable waits for writes made while an earlier batch was being written", async () => {
  await withStore(async (store) => {
    const entries = store.collection<number>("entries");
    const waits = [];
    for (let number = 0; number < 200; number++) {
      entries.set(String(number), number);
      waits.push(store.durable());
      if (number % 10 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    await Promise.all(waits);
  });

  await withStore((store) => expect(store.collection("entries").size).toBe(200));
});

test("refuses a folder in use, and names the process", async () => {
  await withStore(async () => {
    await expect(openStore(folder)).rejects.toThrow(
      new RegExp(`in use by the local cloud with process id ${process.pid}\\. Stop that one .*kill ${process.pid}`),
    );
  });
});

test("refuses a folder with other files and leaves it as it is", async () => {
  writeFileSync(join(folder, "thesis.txt"), "mine");

  await expect(openStore(folder)).rejects.toThrow(/holds 'thesis\.txt'.*not changed.*folder that is empty/);
  expect(readdirSync(folder)).toEqual(["thesis.txt"]);
});

test.each([
  ["earlier", { format: "an earlier name", version: 1, initialized: true }],
  ["earlier", { format: "local cloud", version: 2, initialized: true }],
  ["later", { format: "local cloud", version: 4, initialized: true }],
])("refuses a folder of an %s version and leaves it as it is", async (_name, marker) => {
  await fillOneEntry();
  const path = join(folder, "local-cloud.json");
  writeFileSync(path, JSON.stringify(marker));

  await expect(openStore(folder)).rejects.toThrow(`format version ${marker.version}, but this program needs version 3`);
  expect(readFileSync(path, "utf8")).toBe(JSON.stringify(marker));
});

test("refuses a marker that is not JSON as damaged", async () => {
  await fillOneEntry();
  writeFileSync(join(folder, "local-cloud.json"), "");

  await expect(openStore(folder)).rejects.toThrow(/damaged: local-cloud\.json is not JSON.*not overwritten.*Move/);
});

test("refuses a folder whose store is missing", async () => {
  await fillOneEntry();
  rmSync(join(folder, "store"), { recursive: true });

  await expect(openStore(folder)).rejects.toThrow(/damaged.*does not exist/);
});

test("refuses a store with a broken index", async () => {
  await fillOneEntry();
  writeFileSync(join(folder, "store", "CURRENT"), "rubbish");

  await expect(openStore(folder)).rejects.toThrow(/damaged: Corruption: CURRENT/);
});

test("notices entries lost from the middle of the log", async () => {
  await withStore(async (store) => {
    for (let number = 0; number < 300; number++) {
      store.collection("entries").set(String(number), "x".repeat(500));
      await store.durable();
    }
  });
  const [log] = storeFiles(".log");
  const bytes = readFileSync(log!);
  bytes.fill(0xff, 40_000, 41_000);
  writeFileSync(log!, bytes);

  await expect(openStore(folder)).rejects.toThrow(/damaged: its log \d+\.log cannot be read at byte \d+/);
});

test("completes a start that was killed before the store existed", async () => {
  const marker = { format: "local cloud", version: 3, initialized: false };
  writeFileSync(join(folder, "local-cloud.json"), JSON.stringify(marker));

  await withStore((store) => expect(store.collection("rules").size).toBe(0));
});

test("keeps names and keys of any characters apart, and across a restart", async () => {
  const texts = ["a", "a\u0000b", "a\u0001", "\u00010000", "\ud83d", "\ude00", "\ud83d\ude00", "ä/é"];
  await withStore((store) => {
    for (const name of texts) for (const key of texts) store.collection(name).set(key, [name, key]);
  });

  await withStore((store) => {
    for (const name of texts) for (const key of texts) expect(store.collection(name).get(key)).toEqual([name, key]);
  });
});

test("calls a later write within a second", async () => {
  await withStore(async (store) => {
    const set = await new Promise((resolve) => store.later(() => resolve("set")));
    expect(set).toBe("set");
  });
});

test("calls a later write before closing", async () => {
  await withStore((store) => store.later(() => store.collection("counts").set("bookings", 3)));

  await withStore((store) => expect(store.collection("counts").get("bookings")).toBe(3));
});

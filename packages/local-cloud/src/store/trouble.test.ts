import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, GetItemCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import { beforeEach, expect, onTestFinished, test } from "vitest";
import { createTable } from "../services/dynamodb/test-support.ts";
import { startTestCloud } from "../testing/index.ts";
import { openStore } from "./index.ts";

let folder: string;
let said: string[];
/** What the operating system answers to a write. */
let answer: Error | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "local-cloud-trouble-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  said = [];
  answer = undefined;
});

const open = () =>
  openStore(folder, {
    notify: (sentence) => void said.push(sentence),
    beforeWrite: () => {
      if (answer) throw answer;
    },
  });

const systemError = (code: string, message = code) => Object.assign(new Error(message), { code });
const full = systemError("LEVEL_IO_ERROR", "IO error: /cloud/store/000022.ldb: No space left on device");

const put = (bookingId: string) => new PutItemCommand({ TableName: "Bookings", Item: { bookingId: { S: bookingId } } });
const get = new GetItemCommand({ TableName: "Bookings", Key: { bookingId: { S: "B1" } } });

async function startWithTable() {
  const cloud = await startTestCloud({ store: await open() });
  await createTable(cloud);
  await cloud.dynamodb.send(put("B1"));
  return cloud;
}

const ids = ({ Items = [] }: { Items?: Array<Record<string, { S?: string }>> }) =>
  Items.map(({ bookingId }) => bookingId?.S).sort();

test("while the disk is full reads go on, and writes say so with an error that no SDK retries", async () => {
  await using cloud = await startWithTable();
  const { endpoint, credentials } = cloud;
  const client = new DynamoDBClient({ endpoint, credentials, region: "us-east-1", maxAttempts: 3 });
  answer = full;

  for (const id of ["B2", "B3"]) {
    await expect(client.send(put(id))).rejects.toMatchObject({
      name: "StorageUnavailable",
      message: `The local cloud cannot write to ${folder}: its disk is full. Reads still work. Make room: writes go on by themselves.`,
      $metadata: { httpStatusCode: 507, attempts: 1 },
    });
  }
  await expect(client.send(get)).resolves.toMatchObject({ Item: { bookingId: { S: "B1" } } });

  client.destroy();
  answer = undefined;
});

test("says the same if an operation itself cannot write a file, such as a function's code", async () => {
  await using cloud = await startTestCloud();
  Object.assign(cloud.account.service("dynamodb").operations, {
    GetItem: () => {
      throw systemError("ENOSPC");
    },
  });

  await expect(cloud.dynamodb.send(get)).rejects.toMatchObject({
    name: "StorageUnavailable",
    message: expect.stringContaining("its disk is full"),
  });
});

test("writes go on as soon as there is room, and survive a restart", async () => {
  {
    await using cloud = await startWithTable();
    answer = full;
    await expect(cloud.dynamodb.send(put("B2"))).rejects.toThrow();
    answer = undefined;

    await cloud.dynamodb.send(put("B3"));
  }

  await using cloud = await startTestCloud({ store: await open() });
  // B2's call was refused after it had changed the table: as after a lost answer, the change may be there.
  expect(ids(await cloud.dynamodb.send(new ScanCommand({ TableName: "Bookings" })))).toEqual(["B1", "B2", "B3"]);
});

test("only the first refused write may have changed something", async () => {
  await using cloud = await startWithTable();
  answer = full;
  for (const id of ["B2", "B3", "B4"]) await expect(cloud.dynamodb.send(put(id))).rejects.toThrow();

  expect(ids(await cloud.dynamodb.send(new ScanCommand({ TableName: "Bookings" })))).toEqual(["B1", "B2"]);
  answer = undefined;
});

test("tells the person at the terminal once, and again when it is over", async () => {
  await using cloud = await startWithTable();
  answer = full;
  for (const id of ["B2", "B3"]) await expect(cloud.dynamodb.send(put(id))).rejects.toThrow();
  answer = undefined;
  await cloud.dynamodb.send(put("B4"));

  expect(said).toEqual([
    `The local cloud cannot write to ${folder}: its disk is full. Reads still work. Make room: writes go on by themselves.`,
    `The local cloud can write to ${folder} again; all changes are stored.`,
  ]);
});

test("recovers without any call", async () => {
  const store = await open();
  answer = full;
  store.collection("rules").set("one", 1);
  await expect(store.durable()).rejects.toThrow("its disk is full");
  answer = undefined;

  await expect.poll(() => said.at(-1), { timeout: 10_000 }).toMatch(/can write to .* again/);
  await expect(store.durable()).resolves.toBeUndefined();
  await store.close();

  const again = await open();
  expect(again.collection("rules").get("one")).toBe(1);
  await again.close();
});

test("writes what changed while it was recovering", async () => {
  const store = await open();
  answer = full;
  store.collection("rules").set("one", 1);
  await expect(store.durable()).rejects.toThrow();
  answer = undefined;

  const recovered = store.writable();
  store.collection("rules").set("two", 2);
  await recovered;
  await store.durable();
  await store.close();

  const again = await open();
  expect(Object.fromEntries(again.collection("rules").entries())).toEqual({ one: 1, two: 2 });
  await again.close();
});

test("closing with a full disk ends, says what is lost, and leaves the last stored state", async () => {
  const store = await open();
  store.collection("rules").set("one", 1);
  await store.durable();
  answer = full;
  store.collection("rules").set("one", 2);

  await store.close();

  expect(said.at(-1)).toContain("the changes of calls that it has refused are not stored.");
  answer = undefined;
  const again = await open();
  expect(again.collection("rules").get("one")).toBe(1);
  await again.close();
});

test.each([
  ["EACCES", systemError("LEVEL_IO_ERROR", "IO error: x: Permission denied"), "it has no permission"],
  ["EROFS", systemError("EROFS"), "it has no permission"],
  ["EIO", systemError("LEVEL_IO_ERROR", "IO error: x: Input/output error"), "the disk reports an error"],
  ["EDQUOT", systemError("EDQUOT"), "its disk is full"],
  ["something else", systemError("LEVEL_CORRUPTION", "Corruption: x"), "Corruption: x"],
])("says why the folder refuses writes: %s", async (_, error, why) => {
  const store = await open();
  answer = error;
  store.collection("rules").set("one", 1);

  await expect(store.durable()).rejects.toThrow(`cannot write to ${folder}: ${why}. Reads still work.`);
  await store.close();
});

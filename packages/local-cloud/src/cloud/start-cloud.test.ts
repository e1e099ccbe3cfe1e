import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateTableCommand, DynamoDBClient, GetItemCommand, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Cloud, type CloudOptions, startCloud, type VirtualClock } from "../index.ts";

async function started(options: CloudOptions = {}): Promise<Cloud> {
  const cloud = await startCloud(options);
  onTestFinished(() => cloud.close());
  return cloud;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "local-cloud-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function client({ endpoint, region, credentials }: Cloud): DynamoDBClient {
  const made = new DynamoDBClient({ endpoint, region, credentials, maxAttempts: 1 });
  onTestFinished(() => made.destroy());
  return made;
}

async function createBookings(cloud: Cloud): Promise<void> {
  await client(cloud).send(
    new CreateTableCommand({
      TableName: "Bookings",
      BillingMode: "PAY_PER_REQUEST",
      AttributeDefinitions: [{ AttributeName: "bookingId", AttributeType: "S" }],
      KeySchema: [{ AttributeName: "bookingId", KeyType: "HASH" }],
    }),
  );
}

const putBooking = (bookingId: string) =>
  new PutItemCommand({ TableName: "Bookings", Item: { bookingId: { S: bookingId } } });
const getBooking = (bookingId: string) =>
  new GetItemCommand({ TableName: "Bookings", Key: { bookingId: { S: bookingId } } });

test("a cloud without options answers an SDK client that has its credentials", async () => {
  const { endpoint, region, credentials } = await started();
  const sts = new STSClient({ endpoint, region, credentials });
  onTestFinished(() => sts.destroy());

  expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({ Account: "000000000000" });
});

test("a cloud with a folder keeps tables, items and credentials across restarts", async () => {
  const folder = newFolder();
  const before = await startCloud({ folder });
  await createBookings(before);
  await client(before).send(putBooking("B123"));
  await before.close();

  const after = await started({ folder });

  expect(after.credentials).toEqual(before.credentials);
  expect((await client(after).send(getBooking("B123"))).Item).toEqual({ bookingId: { S: "B123" } });
});

test("draws new ids after a restart with the same seed", async () => {
  const folder = newFolder();
  const first = await startCloud({ folder, seed: 7 });
  const id = first.account.newRequestId();
  await first.close();

  const second = await started({ folder, seed: 7 });

  expect(second.account.newRequestId()).not.toBe(id);
});

test("draws the same ids for the same seed without a folder", async () => {
  const [first, second] = [await started({ seed: 7 }), await started({ seed: 7 })];

  expect(first.account.newRequestId()).toBe(second.account.newRequestId());
  expect(first.seed).toBe(7);
});

test("a scaled clock does not go back after a restart", async () => {
  const folder = newFolder();
  const first = await startCloud({ folder, clock: { scale: 1_000_000 } });
  const seen = first.clock.now();
  await first.close();

  const second = await started({ folder });

  expect(second.clock.now()).toBeGreaterThanOrEqual(seen);
});

test("a virtual clock stands still until it is moved", async () => {
  const cloud = await started({ clock: "virtual" });
  const clock = cloud.clock as VirtualClock;
  const before = clock.now();
  await clock.advance(60_000);

  expect(clock.now()).toBe(before + 60_000);
});

test("refuses a folder in use, until it is closed", async () => {
  const folder = newFolder();
  const first = await startCloud({ folder });

  await expect(startCloud({ folder })).rejects.toThrow(`in use by the local cloud with process id ${process.pid}`);
  await first.close();
  await started({ folder });
});

test("refuses a taken port, and unlocks the folder", async () => {
  const folder = newFolder();
  const { port } = await started();

  await expect(startCloud({ folder, port })).rejects.toMatchObject({
    code: "EADDRINUSE",
    message: `Port ${port} of this machine is taken. Use another port, or 0 for any free one.`,
  });
  await started({ folder });
});

test("refuses a folder for an ephemeral cloud", async () => {
  await expect(startCloud({ ephemeral: true, folder: "x" })).rejects.toThrow("set only one of these options");
});

test("adds, lists and clears faults over HTTP, and injects them into SDK calls", async () => {
  const cloud = await started({ seed: 7 });
  await createBookings(cloud);
  const url = `${cloud.endpoint}/_local/faults`;
  const fault = { kind: "throttle", call: "dynamodb.PutItem", next: 1 };

  const added = await fetch(url, { method: "PUT", body: JSON.stringify(fault) });
  const refused = client(cloud).send(putBooking("B123"));
  await expect(refused).rejects.toMatchObject({ name: "ProvisionedThroughputExceededException" });
  const listed = await (await fetch(url)).json();
  const cleared = await (await fetch(url, { method: "DELETE" })).json();

  expect(added.status).toBe(201);
  expect(listed).toMatchObject({
    seed: 7,
    faults: [{ id: "fault-1", ...fault, injected: 1 }],
    injections: [{ fault: "fault-1", kind: "throttle", into: "dynamodb.PutItem" }],
  });
  expect(cleared).toEqual({ seed: 7, faults: [], injections: [] });
  await client(cloud).send(putBooking("B123"));
});

test("a lost answer breaks the connection after the call was done", async () => {
  const cloud = await started();
  await createBookings(cloud);
  cloud.faults.add({ kind: "lose-answer", call: "dynamodb.PutItem", next: 1 });

  await expect(client(cloud).send(putBooking("B123"))).rejects.toThrow(/socket hang up|ECONNRESET/);
  expect((await client(cloud).send(getBooking("B123"))).Item).toBeDefined();
});

test.each([
  ["PUT", "", "{", 400, "The body is not JSON"],
  ["PUT", "", '{"kind":"slow"}', 400, "ms: "],
  [
    "PUT",
    "",
    '{"kind":"throttle","call":"dynamodb.PutItm"}',
    400,
    "call: the local cloud has no operation PutItm in dynamodb",
  ],
  [
    "PUT",
    "",
    '{"kind":"throttle","call":"s3.PutObject"}',
    400,
    "call: the local cloud has no operation PutObject in s3",
  ],
  ["DELETE", "/fault-9", undefined, 404, "There is no fault 'fault-9'."],
  ["POST", "", "{}", 405, "POST is not possible here; GET, PUT, DELETE are."],
])("refuses an invalid request for faults with the reason: %s%s %s", async (method, path, body, status, detail) => {
  const cloud = await started();

  const response = await fetch(`${cloud.endpoint}/_local/faults${path}`, { method, ...(body && { body }) });

  expect(response.status).toBe(status);
  expect(((await response.json()) as { detail: string }).detail).toContain(detail);
});

test("close waits once, neither longer for work that does not end nor for half a request", async () => {
  const cloud = await startCloud({ drainMs: 3000 });
  const caller = connect(cloud.port, "127.0.0.1");
  await once(caller, "connect");
  caller.write(`POST / HTTP/1.1\r\nHost: 127.0.0.1:${cloud.port}\r\nContent-Length: 9\r\n\r\nhalf`);
  const disconnected = new Promise((resolve) => caller.on("close", resolve).on("error", () => {}));
  void cloud.account.activity.track(new Promise(() => {}));
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());

  const closed = cloud.close();
  await vi.advanceTimersByTimeAsync(3000);

  await Promise.all([closed, disconnected]);
});

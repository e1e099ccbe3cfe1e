import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { noFaults } from "../../core/no-faults.ts";
import type { ServiceName } from "../../core/service.ts";
import { callByHand, startTestCloud, type TestCloud } from "../../testing/index.ts";
import { markingOf, type PropertyMap } from "../property-values/values.ts";
import { createProvider } from "./create-provider.ts";
import { countsPrinted, ExchangeReplay, type Outcome } from "./exchange-replay.ts";
import { type ProviderServer, serveProvider } from "./serve-provider.ts";

// The scenes were recorded one after the other on one stack: each test needs those before it.

let cloud: TestCloud;
let server: ProviderServer;
let replay: ExchangeReplay;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "exchange-"));
  mkdirSync(join(folder, "dist/payment"), { recursive: true });
  writeFileSync(join(folder, "dist/payment/index.mjs"), "export const handler = async () => ({});\n");
  const refused = { code: "QueueDeletedRecently", message: "You must wait 60 seconds", status: 400 };
  cloud = await startTestCloud({
    faults: {
      ...noFaults,
      onCall: ({ operation }) => (operation === "CreateQueue" ? { kind: "refuse", ...refused } : undefined),
    },
  });
  server = await serveProvider(createProvider(cloud.account));
  replay = await ExchangeReplay.connect(server.port, cloud.credentials.secretAccessKey, folder);
});
afterAll(async () => {
  await replay.close();
  await server.close();
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

const byHand = (service: ServiceName, operation: string, input: object) => callByHand(cloud, service, operation, input);

const custom = ["bus", "catch-all-log", "payment-table", "payment-role", "payment-policy", "payment"];
const everything = [...custom, "booking-created-rule", "booking-created-permission", "booking-created-target"].sort();

/** The CLI counts the stack and the component too, which no provider receives. */
const withoutProvider = 2;

function expectCountsPrinted(scene: string, outcome: Outcome): void {
  const printed = countsPrinted(scene);
  const count = { created: 0, create: 0, updated: 0, update: 0, replaced: 0, replace: 0, ...printed };
  expect(outcome.updated).toHaveLength(count.updated + count.update);
  expect(new Set(outcome.replaced).size).toBe(count.replaced + count.replace);
  if (printed.unchanged) expect(outcome.unchanged).toHaveLength(printed.unchanged - withoutProvider);
  expect(outcome.failures).toEqual([]);
  expect(outcome.errors).toEqual([]);
}

test("01: a preview of a new stack creates nothing, and leaves unknown what AWS will choose", async () => {
  const outcome = await replay.play("01-preview-fresh");

  expectCountsPrinted("01-preview-fresh", outcome);
  expect(outcome.created.sort()).toEqual(everything);
  expect(replay.resources.size).toBe(0);
  expect((await byHand("events", "ListEventBuses", {})).EventBuses).toHaveLength(1);
});

test("02: the first deployment creates everything, and keeps the secret", async () => {
  const outcome = await replay.play("02-up-fresh");

  expectCountsPrinted("02-up-fresh", outcome);
  expect(countsPrinted("02-up-fresh").created).toBe(everything.length + withoutProvider);
  expect(outcome.created.sort()).toEqual(everything);
  const [payment] = [...replay.resources]
    .filter(([key]) => key.includes("Function::payment"))
    .map(([, resource]) => resource);
  const { variables } = payment!.properties.environment as { variables: PropertyMap };
  expect(markingOf(variables.TOKEN)).toBe("secret");
  const { Configuration } = await byHand("lambda", "GetFunction", { FunctionName: "payment" });
  expect(Configuration).toMatchObject({ Environment: { Variables: { TOKEN: "s3cret", TABLE: "PaymentTable" } } });
});

test("03: a second deployment changes nothing", async () => {
  const outcome = await replay.play("03-up-unchanged");

  expectCountsPrinted("03-up-unchanged", outcome);
  expect(outcome.unchanged.sort()).toEqual(everything);
});

test("04: a changed retention is one update", async () => {
  const outcome = await replay.play("04-up-update");

  expectCountsPrinted("04-up-update", outcome);
  expect(outcome.updated).toEqual(["catch-all-log"]);
  const { logGroups } = await byHand("logs", "DescribeLogGroups", { logGroupNamePrefix: "/aws/events/catch-all" });
  expect(logGroups).toMatchObject([{ retentionInDays: 14 }]);
});

test("05: a preview replaces a renamed bus and the resources that depend on its name", async () => {
  const outcome = await replay.play("05-preview-replace");

  expectCountsPrinted("05-preview-replace", outcome);
  expect([...new Set(outcome.replaced)].sort()).toEqual([
    "booking-created-permission",
    "booking-created-rule",
    "booking-created-target",
    "bus",
  ]);
  expect(outcome.updated.sort()).toEqual(["payment", "payment-policy"]);
});

test("06: the deployment does what the preview showed", async () => {
  const outcome = await replay.play("06-up-replace");

  expectCountsPrinted("06-up-replace", outcome);
  const { EventBuses } = await byHand("events", "ListEventBuses", {});
  expect((EventBuses as Array<{ Name: string }>).map(({ Name }) => Name).sort()).toEqual(["OtherBus", "default"]);
  const { Targets } = await byHand("events", "ListTargetsByRule", {
    Rule: "BookingCreatedRule",
    EventBusName: "OtherBus",
  });
  expect(Targets).toHaveLength(1);
});

test("07: refresh finds what was changed by hand, in state and inputs, and nothing else", async () => {
  await byHand("logs", "PutRetentionPolicy", { logGroupName: "/aws/events/catch-all", retentionInDays: 30 });

  const outcome = await replay.play("07-refresh-drift");

  // The recorded provider returned the drift in the state only. AWS's provider returns it in the inputs too, and the CLI shows an update.
  expect(outcome.updated).toEqual(["catch-all-log"]);
  expect(outcome.unchanged).toHaveLength(countsPrinted("07-refresh-drift").unchanged! - withoutProvider - 1);
  const [log] = [...replay.resources].filter(([key]) => key.includes("catch-all-log")).map(([, found]) => found);
  expect(log).toMatchObject({ properties: { retentionInDays: 30 }, inputs: { retentionInDays: 30 } });
});

test("08: refresh finds what was deleted by hand", async () => {
  const [, target] = [...replay.resources].find(([key]) => key.includes("booking-created-target"))!;
  const { rule: Rule, eventBusName: EventBusName, targetId } = target.properties;
  await byHand("events", "RemoveTargets", { Rule, EventBusName, Ids: [targetId] });

  const outcome = await replay.play("08-refresh-gone");

  expect(outcome.deleted).toEqual(["booking-created-target"]);
  expect(countsPrinted("08-refresh-gone")).toEqual({
    deleted: 1,
    unchanged: outcome.unchanged.length + withoutProvider,
  });
});

test("09: the next deployment creates what was deleted, and restores what was changed", async () => {
  const outcome = await replay.play("09-up-after-gone");

  expect(outcome.created).toEqual(["booking-created-target"]);
  expect(outcome.updated).toEqual(["catch-all-log"]);
  const { logGroups } = await byHand("logs", "DescribeLogGroups", { logGroupNamePrefix: "/aws/events/catch-all" });
  expect(logGroups).toMatchObject([{ retentionInDays: 14 }]);
});

test("10: a retention that CloudWatch Logs does not support is refused, with the supported ones", async () => {
  const outcome = await replay.play("10-check-failure");

  expect(outcome.failures).toEqual([
    {
      property: "retentionInDays",
      reason: expect.stringMatching(/^expected one of 0, 1, 3, 5, 7, 14, 30, .*, got 8$/),
    },
  ]);
});

test("11: a call that the service refuses fails with its message", async () => {
  const outcome = await replay.play("11-create-error");

  expect(outcome.errors).toEqual(["creating SQS Queue (fail): QueueDeletedRecently: You must wait 60 seconds"]);
});

test("12: a bus that was created by hand is imported by its name", async () => {
  await byHand("events", "CreateEventBus", { Name: "SomeBus" });

  const outcome = await replay.play("12-import");

  expect(new Set(outcome.imported)).toEqual(new Set(["imported"]));
  expect(countsPrinted("12-import").imported).toBe(1);
  const [, imported] = [...replay.resources].find(([key]) => key.endsWith(" SomeBus"))!;
  expect(imported).toMatchObject({ id: "SomeBus", inputs: { name: "SomeBus" } });
});

test("13: destroy leaves nothing behind", async () => {
  const outcome = await replay.play("13-destroy");

  expect(outcome.deleted).toHaveLength(countsPrinted("13-destroy").deleted! - withoutProvider);
  expect(replay.resources.size).toBe(0);
  expect((await byHand("events", "ListEventBuses", {})).EventBuses).toHaveLength(1);
  expect((await byHand("lambda", "ListFunctions", {})).Functions).toEqual([]);
  expect((await byHand("iam", "ListRoles", {})).Roles).toEqual([]);
  expect((await byHand("dynamodb", "ListTables", {})).TableNames).toEqual([]);
  expect((await byHand("logs", "DescribeLogGroups", {})).logGroups).toEqual([]);
});

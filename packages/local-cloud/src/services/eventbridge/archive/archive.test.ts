import {
  CancelReplayCommand,
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteArchiveCommand,
  DeleteRuleCommand,
  DescribeArchiveCommand,
  DescribeReplayCommand,
  DescribeRuleCommand,
  ListArchivesCommand,
  ListReplaysCommand,
  StartReplayCommand,
  UpdateArchiveCommand,
} from "@aws-sdk/client-eventbridge";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MemoryStore } from "../../../core/memory-store.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { accountId, bodiesIn, busArn, entry, makeQueue, makeRule, put, region } from "../test-support.ts";

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
const archiveArn = (name: string) => `arn:aws:events:${region}:${accountId}:archive/${name}`;

let store: MemoryStore;
let cloud: TestCloud;
beforeEach(async () => {
  store = new MemoryStore();
  cloud = await startTestCloud({ store });
});
afterEach(() => cloud.close());

async function makeArchive(changes: object = {}): Promise<void> {
  await cloud.events.send(
    new CreateArchiveCommand({ ArchiveName: "all", EventSourceArn: busArn("default"), ...changes }),
  );
}

async function startReplay(changes: object = {}, filters?: string[]) {
  const now = cloud.clock.now();
  return cloud.events.send(
    new StartReplayCommand({
      ReplayName: "again",
      EventSourceArn: archiveArn("all"),
      EventStartTime: new Date(now - dayMs),
      EventEndTime: new Date(now + dayMs),
      Destination: { Arn: busArn("default"), ...(filters && { FilterArns: filters }) },
      ...changes,
    }),
  );
}

const describeArchive = () => cloud.events.send(new DescribeArchiveCommand({ ArchiveName: "all" }));
const describeReplay = () => cloud.events.send(new DescribeReplayCommand({ ReplayName: "again" }));
const inbox = async (name = "inbox") => (await bodiesIn(cloud, name)).map((body) => JSON.parse(body));

describe("archives", () => {
  test("accept a pattern of the maximum length", async () => {
    const pattern = (value: string) => JSON.stringify({ source: ["shop", value] });
    const EventPattern = pattern("x".repeat(4096 - pattern("").length));
    await makeArchive({ EventPattern });

    expect(await put(cloud, entry(), entry({ Source: "elsewhere" }))).toMatchObject({ FailedEntryCount: 0 });
    await cloud.clock.settle();

    expect(await describeArchive()).toMatchObject({ EventPattern, EventCount: 1 });
    await expect(makeArchive({ ArchiveName: "more", EventPattern: `${EventPattern} ` })).rejects.toMatchObject({
      message: expect.stringContaining("Member must have length less than or equal to 4096"),
    });
  });

  test("keep the events put on their bus after their creation", async () => {
    await put(cloud);
    await makeArchive();
    await put(cloud, entry(), entry({ EventBusName: "nowhere" }));
    await cloud.clock.settle();

    const archive = await describeArchive();
    expect(archive).toMatchObject({
      ArchiveArn: archiveArn("all"),
      EventSourceArn: busArn("default"),
      State: "ENABLED",
      RetentionDays: 0,
      EventCount: 1,
    });
    expect(archive.SizeBytes).toBeGreaterThan(100);
  });

  test("keep the events that match their current pattern", async () => {
    await makeArchive({ EventPattern: '{"detail-type":["OrderPlaced"]}' });
    await put(cloud, entry(), entry({ DetailType: "OrderPaid" }));
    await cloud.clock.settle();
    await cloud.events.send(
      new UpdateArchiveCommand({ ArchiveName: "all", EventPattern: '{"detail-type":["OrderPaid"]}' }),
    );
    await put(cloud, entry(), entry({ DetailType: "OrderPaid" }), entry({ DetailType: "OrderPaid" }));
    await cloud.clock.settle();

    expect(await describeArchive()).toMatchObject({ EventCount: 3, EventPattern: '{"detail-type":["OrderPaid"]}' });
  });

  test("delete events older than their retention", async () => {
    await makeArchive({ RetentionDays: 1 });
    await put(cloud);
    await cloud.clock.advance(dayMs - 1);
    expect(await describeArchive()).toMatchObject({ EventCount: 1 });
    await cloud.clock.advance(1);

    expect(await describeArchive()).toMatchObject({ EventCount: 0, SizeBytes: 0 });
  });

  test("have a managed rule, which DeleteRule refuses to delete", async () => {
    await makeArchive();

    const rule = await cloud.events.send(new DescribeRuleCommand({ Name: "Events-Archive-all" }));
    expect(rule.ManagedBy).toBe("prod.vhs.events.aws.internal");
    expect(JSON.parse(rule.EventPattern!)).toEqual({ "replay-name": [{ exists: false }] });
    await expect(cloud.events.send(new DeleteRuleCommand({ Name: "Events-Archive-all" }))).rejects.toMatchObject({
      name: "ManagedRuleException",
    });
  });

  test("are deleted with their rule and their events", async () => {
    await makeArchive();
    await put(cloud);
    await cloud.clock.settle();

    await cloud.events.send(new DeleteArchiveCommand({ ArchiveName: "all" }));

    await expect(describeArchive()).rejects.toMatchObject({ message: "Archive all does not exist." });
    await expect(cloud.events.send(new DescribeRuleCommand({ Name: "Events-Archive-all" }))).rejects.toThrow();
    await makeArchive();
    expect(await describeArchive()).toMatchObject({ EventCount: 0 });
  });

  test("are listed by at most one filter", async () => {
    await makeArchive();
    await makeArchive({ ArchiveName: "other" });
    const names = async (input: object) =>
      (await cloud.events.send(new ListArchivesCommand(input))).Archives!.map(({ ArchiveName }) => ArchiveName);

    expect(await names({})).toEqual(["all", "other"]);
    expect(await names({ NamePrefix: "o" })).toEqual(["other"]);
    expect(await names({ EventSourceArn: busArn("default") })).toHaveLength(2);
    expect(await names({ State: "DISABLED" })).toEqual([]);
    await expect(names({ NamePrefix: "o", State: "ENABLED" })).rejects.toMatchObject({
      message: "At most one filter is allowed for ListArchives. Use either : State, EventSourceArn, or NamePrefix.",
    });
  });

  test.each([
    ["a name that is taken", {}, "ResourceAlreadyExistsException", "Archive all already exists."],
    [
      "a missing bus",
      { ArchiveName: "b", EventSourceArn: busArn("no") },
      "ResourceNotFoundException",
      "Event bus no does not exist.",
    ],
    [
      "an invalid pattern",
      { ArchiveName: "b", EventPattern: '{"source":1}' },
      "InvalidEventPatternException",
      expect.any(String),
    ],
    ["a name of 49 characters", { ArchiveName: "x".repeat(49) }, "ValidationException", expect.any(String)],
  ])("refuse %s", async (_case, changes, name, message) => {
    await makeArchive();

    await expect(makeArchive(changes)).rejects.toMatchObject({ name, message });
  });
});

describe("replays", () => {
  let orders: string;
  beforeEach(async () => {
    await makeArchive();
    orders = await makeRule(cloud, { targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });
  });

  /** Archives events with these minutes as their time, and empties the inbox. */
  async function archived(...minutes: number[]): Promise<void> {
    const at = (minute: number) => new Date(cloud.clock.now() - 120 * minuteMs + minute * minuteMs);
    for (const minute of minutes) await put(cloud, entry({ Time: at(minute), Detail: JSON.stringify({ minute }) }));
    await cloud.clock.settle();
    await bodiesIn(cloud, "inbox");
  }

  test("send the archived events again, with the replay's name and new ids", async () => {
    const { Entries } = await put(cloud);
    await cloud.clock.settle();
    const [original] = await inbox();

    await startReplay();
    await cloud.clock.settle();

    const [replayed, ...others] = await inbox();
    expect(others).toEqual([]);
    expect(replayed).toEqual({ ...original, id: expect.any(String), "replay-name": "again" });
    expect(replayed.id).not.toBe(Entries![0]!.EventId);
  });

  test("are STARTING, then RUNNING, then COMPLETED", async () => {
    await archived(1, 2);

    expect(await startReplay({ Description: "after the fix" })).toMatchObject({ State: "STARTING" });
    await cloud.clock.advance(minuteMs - 1);
    expect(await describeReplay()).toMatchObject({ State: "STARTING" });
    expect(await inbox()).toEqual([]);
    await cloud.clock.advance(1);
    expect(await describeReplay()).toMatchObject({ State: "RUNNING", EventLastReplayedTime: expect.any(Date) });
    await cloud.clock.settle();

    expect(await describeReplay()).toMatchObject({
      State: "COMPLETED",
      Description: "after the fix",
      ReplayEndTime: expect.any(Date),
      EventSourceArn: archiveArn("all"),
      Destination: { Arn: busArn("default") },
    });
  });

  test("do not archive their events again", async () => {
    await archived(1, 2, 3);

    await startReplay();
    await cloud.clock.settle();

    expect(await describeArchive()).toMatchObject({ EventCount: 3 });
  });

  test("send only events in their time range, which includes its start but not its end", async () => {
    await archived(0, 1, 2, 3);
    const start = cloud.clock.now() - 120 * minuteMs;

    await startReplay({ EventStartTime: new Date(start + minuteMs), EventEndTime: new Date(start + 3 * minuteMs) });
    await cloud.clock.settle();

    expect((await inbox()).map(({ detail }) => detail.minute).sort()).toEqual([1, 2]);
  });

  test("send events minute by minute, in no order within a minute", async () => {
    await archived(...Array.from({ length: 20 }, (_, at) => (at < 10 ? 5 + at / 1000 : 6 + at / 1000)));

    await startReplay();
    await cloud.clock.settle();

    const minutes = (await inbox()).map(({ detail }) => detail.minute);
    expect(minutes).toHaveLength(20);
    expect(minutes.slice(0, 10).every((minute) => minute < 6)).toBe(true);
    expect(minutes.slice(0, 10)).not.toEqual([...minutes.slice(0, 10)].sort());
  });

  test("send only to the rules they are limited to", async () => {
    await makeRule(cloud, { name: "audit", targets: [{ Id: "audit", Arn: await makeQueue(cloud, "audit") }] });
    await archived(1);
    await bodiesIn(cloud, "audit");

    await startReplay({}, [orders]);
    await cloud.clock.settle();

    expect(await inbox()).toHaveLength(1);
    expect(await inbox("audit")).toEqual([]);
  });

  test("can be cancelled while they are running, not afterwards", async () => {
    await archived(1, 2, 3);
    const cancel = () => cloud.events.send(new CancelReplayCommand({ ReplayName: "again" }));

    await startReplay();
    await cloud.clock.advance(minuteMs);
    expect(await cancel()).toMatchObject({ State: "CANCELLING" });
    await cloud.clock.settle();

    expect(await describeReplay()).toMatchObject({ State: "CANCELLED" });
    expect(await inbox()).toHaveLength(1);
    await expect(cancel()).rejects.toMatchObject({
      name: "IllegalStatusException",
      message: "Replay again is not in a valid state for this operation.",
    });
  });

  test("do not send events past the archive's retention, whether or not anyone has looked at the archive since", async () => {
    await cloud.events.send(new UpdateArchiveCommand({ ArchiveName: "all", RetentionDays: 1 }));
    await archived(1);
    await cloud.clock.advance(dayMs - 10 * minuteMs);
    await put(cloud);
    await cloud.clock.settle(0);
    await cloud.clock.advance(20 * minuteMs);
    await bodiesIn(cloud, "inbox");

    await startReplay({ EventStartTime: new Date(cloud.clock.now() - 3 * dayMs) });
    await cloud.clock.settle();

    expect((await inbox()).map(({ detail }) => detail)).toEqual([{ orderId: "o-1" }]);
  });

  test("fail if their archive is deleted before they begin", async () => {
    await startReplay();
    await cloud.events.send(new DeleteArchiveCommand({ ArchiveName: "all" }));
    await cloud.clock.settle();

    expect(await describeReplay()).toMatchObject({ State: "FAILED", StateReason: "Archive resource not found." });
  });

  test("resume after a restart", async () => {
    await archived(1, 2, 3, 4);
    await startReplay();
    await cloud.clock.advance(minuteMs + 1000);
    await cloud.clock.settle(0);
    const now = cloud.clock.now();
    const before = (await inbox()).map(({ detail }) => detail.minute);
    await cloud.close();

    cloud = await startTestCloud({ store });
    await cloud.clock.advance(now - cloud.clock.now() + minuteMs);

    expect(await describeReplay()).toMatchObject({ State: "COMPLETED" });
    expect([...before, ...(await inbox()).map(({ detail }) => detail.minute)]).toEqual([1, 2, 3, 4]);
  });

  test("are listed by state", async () => {
    await startReplay();
    await cloud.clock.settle();
    await startReplay({ ReplayName: "second" });
    const names = async (input: object) =>
      (await cloud.events.send(new ListReplaysCommand(input))).Replays!.map(({ ReplayName }) => ReplayName);

    expect(await names({})).toEqual(["again", "second"]);
    expect(await names({ State: "COMPLETED" })).toEqual(["again"]);
    expect(await names({ EventSourceArn: archiveArn("all") })).toHaveLength(2);
  });

  test.each([
    [
      "a missing archive",
      { EventSourceArn: archiveArn("no") },
      "ValidationException",
      "Parameter EventSourceArn is not valid. Reason: Archive no does not exist.",
    ],
    [
      "a missing bus",
      { Destination: { Arn: busArn("no") } },
      "ResourceNotFoundException",
      "Event bus no does not exist.",
    ],
    [
      "a bus other than the archive's",
      { Destination: { Arn: busArn("shop") } },
      "ValidationException",
      "Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.",
    ],
    [
      "an end before the start",
      { EventEndTime: new Date(0) },
      "ValidationException",
      "Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.",
    ],
    [
      "a filter that is not a rule of the bus",
      { Destination: { Arn: busArn("default"), FilterArns: ["arn:aws:events:us-east-1:000000000000:rule/no"] } },
      "ValidationException",
      expect.stringContaining("FilterArns"),
    ],
  ])("refuse %s", async (_case, changes, name, message) => {
    await cloud.events.send(new CreateEventBusCommand({ Name: "shop" }));

    await expect(startReplay(changes)).rejects.toMatchObject({ name, message });
  });

  test("cannot reuse the name of a finished replay", async () => {
    await startReplay();
    await cloud.clock.settle();

    await expect(startReplay()).rejects.toMatchObject({
      name: "ResourceAlreadyExistsException",
      message: "Replay again already exists.",
    });
  });
});

import {
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  DeleteLogGroupCommand,
  DescribeLogGroupsCommand,
  DescribeLogStreamsCommand,
  FilterLogEventsCommand,
  GetLogEventsCommand,
  ListTagsForResourceCommand,
  PutLogEventsCommand,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createStream } from "./test-support.ts";

const group = "/aws/lambda/payment-charge";
const stream = "2026/01/01/[$LATEST]0123";
const dayMs = 24 * 60 * 60 * 1000;

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

/** Follows "Working with log groups and log streams". */
describe("log groups", () => {
  it("are described by prefix, sorted by name, with both forms of the ARN", async () => {
    for (const name of ["/b/2", "/b/1", "/a/1"]) await createGroup(name);

    const { logGroups } = await cloud.logs.send(new DescribeLogGroupsCommand({ logGroupNamePrefix: "/b/" }));

    expect(logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(["/b/1", "/b/2"]);
    expect(logGroups?.[0]).toMatchObject({
      arn: "arn:aws:logs:us-east-1:000000000000:log-group:/b/1:*",
      logGroupArn: "arn:aws:logs:us-east-1:000000000000:log-group:/b/1",
      creationTime: cloud.clock.now(),
    });
  });

  it("are returned in pages", async () => {
    for (const name of ["a", "b", "c"]) await createGroup(name);

    const first = await cloud.logs.send(new DescribeLogGroupsCommand({ limit: 2 }));
    const second = await cloud.logs.send(new DescribeLogGroupsCommand({ limit: 2, nextToken: first.nextToken }));

    expect(first.logGroups).toHaveLength(2);
    expect(second.logGroups?.map(({ logGroupName }) => logGroupName)).toEqual(["c"]);
    expect(second.nextToken).toBeUndefined();
  });

  it("cannot be created twice", async () => {
    await createGroup(group);

    await expect(createGroup(group)).rejects.toMatchObject({
      name: "ResourceAlreadyExistsException",
      message: "The specified log group already exists",
    });
  });

  it("cannot have a name with a space", async () => {
    await expect(createGroup("my group")).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringContaining("Value 'my group' at 'logGroupName' failed to satisfy constraint"),
    });
  });

  it("are deleted with their streams and events", async () => {
    await createStream(cloud, group, stream);
    await put([{ timestamp: cloud.clock.now(), message: "one" }]);
    await cloud.logs.send(new DeleteLogGroupCommand({ logGroupName: group }));
    await createStream(cloud, group, stream);

    expect(await filter()).toEqual([]);
  });

  it("are tagged by their ARN", async () => {
    await createGroup(group);
    const resourceArn = `arn:aws:logs:us-east-1:000000000000:log-group:${group}`;

    await cloud.logs.send(new TagResourceCommand({ resourceArn, tags: { team: "payment", step: "3" } }));
    await cloud.logs.send(new UntagResourceCommand({ resourceArn, tagKeys: ["step"] }));

    const { tags } = await cloud.logs.send(new ListTagsForResourceCommand({ resourceArn }));
    expect(tags).toEqual({ team: "payment" });
  });
});

describe("log streams", () => {
  it("are sorted by the time of their last event", async () => {
    for (const name of ["late", "early"]) await createStream(cloud, group, name);
    await put([{ timestamp: cloud.clock.now() - 10, message: "x" }], "early");
    await put([{ timestamp: cloud.clock.now(), message: "y" }], "late");

    const { logStreams } = await cloud.logs.send(
      new DescribeLogStreamsCommand({ logGroupName: group, orderBy: "LastEventTime", descending: true }),
    );

    expect(logStreams?.map(({ logStreamName }) => logStreamName)).toEqual(["late", "early"]);
    expect(logStreams?.[0]).toMatchObject({ lastEventTimestamp: cloud.clock.now() });
  });

  it("need their group", async () => {
    await expect(
      cloud.logs.send(new CreateLogStreamCommand({ logGroupName: group, logStreamName: stream })),
    ).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "The specified log group does not exist.",
    });
  });
});

/** Follows "PutLogEvents". */
describe("putting log events", () => {
  it("needs the stream", async () => {
    await createGroup(group);

    await expect(put([{ timestamp: cloud.clock.now(), message: "x" }])).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: "The specified log stream does not exist.",
    });
  });

  it("refuses a batch that is not in chronological order", async () => {
    await createStream(cloud, group, stream);

    await expect(
      put([
        { timestamp: cloud.clock.now(), message: "second" },
        { timestamp: cloud.clock.now() - 1, message: "first" },
      ]),
    ).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: "Log events in a single PutLogEvents request must be in chronological order.",
    });
  });

  it("rejects events older than 14 days, and reports their end index", async () => {
    await createStream(cloud, group, stream);

    const output = await put([{ timestamp: cloud.clock.now() - 15 * dayMs, message: "old" }]);

    expect(output.rejectedLogEventsInfo).toEqual({ tooOldLogEventEndIndex: 1 });
    expect(await filter()).toEqual([]);
  });

  it("rejects events more than two hours in the future, and stores the rest", async () => {
    await createStream(cloud, group, stream);

    const output = await put([
      { timestamp: cloud.clock.now() + dayMs / 12, message: "two hours" },
      { timestamp: cloud.clock.now() + dayMs / 12 + 1, message: "and a millisecond" },
    ]);

    expect(output.rejectedLogEventsInfo).toEqual({ tooNewLogEventStartIndex: 1 });
    expect(await filter()).toEqual(["two hours"]);
  });

  it("hides events past the retention", async () => {
    await createStream(cloud, group, stream);
    await put([{ timestamp: cloud.clock.now(), message: "kept for a day" }]);
    await cloud.logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 1 }));

    await cloud.clock.advance(dayMs);
    expect(await filter()).toEqual(["kept for a day"]);
    await cloud.clock.advance(1);
    expect(await filter()).toEqual([]);
  });

  it("refuses a retention that AWS does not offer", async () => {
    await createGroup(group);

    await expect(
      cloud.logs.send(new PutRetentionPolicyCommand({ logGroupName: group, retentionInDays: 2 })),
    ).rejects.toMatchObject({ name: "InvalidParameterException", message: expect.stringContaining("[1, 3, 5, 7,") });
  });
});

describe("reading one stream", () => {
  it("starts with the latest events and pages back and forth", async () => {
    await createStream(cloud, group, stream);
    await put(["a", "b", "c", "d", "e"].map((message, index) => ({ timestamp: cloud.clock.now() + index, message })));

    const latest = await get({ limit: 2 });
    const before = await get({ limit: 2, nextToken: latest.nextBackwardToken });
    const again = await get({ limit: 2, nextToken: before.nextForwardToken });

    expect(messages(latest)).toEqual(["d", "e"]);
    expect(messages(before)).toEqual(["b", "c"]);
    expect(messages(again)).toEqual(["d", "e"]);
  });

  it("returns the same token at the end, which later returns new events", async () => {
    await createStream(cloud, group, stream);
    await put([{ timestamp: cloud.clock.now(), message: "a" }]);

    const first = await get({ startFromHead: true });
    const end = await get({ nextToken: first.nextForwardToken });
    await put([{ timestamp: cloud.clock.now(), message: "b" }]);
    const more = await get({ nextToken: end.nextForwardToken });

    expect(end.events).toEqual([]);
    expect(end.nextForwardToken).toBe(first.nextForwardToken);
    expect(messages(more)).toEqual(["b"]);
  });

  it("includes the start of the time range but not its end", async () => {
    await createStream(cloud, group, stream);
    const now = cloud.clock.now();
    await put(["a", "b", "c"].map((message, index) => ({ timestamp: now + index, message })));

    expect(messages(await get({ startTime: now + 1, endTime: now + 2 }))).toEqual(["b"]);
  });
});

/** Follows "FilterLogEvents". */
describe("searching a group", () => {
  it("interleaves its streams in chronological order", async () => {
    const now = cloud.clock.now();
    for (const name of ["one", "two"]) await createStream(cloud, group, name);
    await put(
      [
        { timestamp: now, message: "1" },
        { timestamp: now + 20, message: "3" },
      ],
      "one",
    );
    await put([{ timestamp: now + 10, message: "2" }], "two");

    expect(await filter()).toEqual(["1", "2", "3"]);
    expect(await filter({ logStreamNamePrefix: "tw" })).toEqual(["2"]);
    expect(await filter({ logStreamNames: ["one"] })).toEqual(["1", "3"]);
  });

  it("includes both ends of the time range", async () => {
    const now = cloud.clock.now();
    await createStream(cloud, group, stream);
    await put(["a", "b", "c", "d"].map((message, index) => ({ timestamp: now + index, message })));

    expect(await filter({ startTime: now + 1, endTime: now + 2 })).toEqual(["b", "c"]);
  });

  it("returns each event once over its pages, with a unique id", async () => {
    await createStream(cloud, group, stream);
    await put(["a", "b", "c"].map((message) => ({ timestamp: cloud.clock.now(), message })));

    const first = await cloud.logs.send(new FilterLogEventsCommand({ logGroupName: group, limit: 2 }));
    const second = await cloud.logs.send(
      new FilterLogEventsCommand({ logGroupName: group, limit: 2, nextToken: first.nextToken }),
    );

    const all = [...(first.events ?? []), ...(second.events ?? [])];
    expect(all.map(({ message }) => message)).toEqual(["a", "b", "c"]);
    expect(new Set(all.map(({ eventId }) => eventId)).size).toBe(3);
    expect(second.nextToken).toBeUndefined();
  });

  it("accepts a group's ARN as its identifier", async () => {
    await createStream(cloud, group, stream);
    await put([{ timestamp: cloud.clock.now(), message: "a" }]);

    const { events } = await cloud.logs.send(
      new FilterLogEventsCommand({ logGroupIdentifier: `arn:aws:logs:us-east-1:000000000000:log-group:${group}` }),
    );

    expect(events).toHaveLength(1);
  });

  it("applies the filter pattern", async () => {
    await createStream(cloud, group, stream);
    await put([
      { timestamp: cloud.clock.now(), message: '{"bookingId":"B123","ms":12}' },
      { timestamp: cloud.clock.now(), message: '{"bookingId":"B124","ms":12}' },
      { timestamp: cloud.clock.now(), message: "START RequestId: B123" },
    ]);

    expect(await filter({ filterPattern: '{ $.bookingId = "B123" && $.ms > 10 }' })).toEqual([
      '{"bookingId":"B123","ms":12}',
    ]);
    expect(await filter({ filterPattern: "B123 -START" })).toEqual(['{"bookingId":"B123","ms":12}']);
  });
});

function createGroup(logGroupName: string) {
  return cloud.logs.send(new CreateLogGroupCommand({ logGroupName }));
}

function put(logEvents: Array<{ timestamp: number; message: string }>, logStreamName = stream) {
  return cloud.logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName, logEvents }));
}

function get(options: Partial<ConstructorParameters<typeof GetLogEventsCommand>[0]>) {
  return cloud.logs.send(new GetLogEventsCommand({ logGroupName: group, logStreamName: stream, ...options }));
}

async function filter(options: Partial<ConstructorParameters<typeof FilterLogEventsCommand>[0]> = {}) {
  return messages(await cloud.logs.send(new FilterLogEventsCommand({ logGroupName: group, ...options })));
}

function messages({ events }: { events?: Array<{ message?: string }> }) {
  return events?.map(({ message }) => message);
}

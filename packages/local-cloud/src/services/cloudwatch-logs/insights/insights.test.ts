import {
  DescribeQueriesCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  StartQueryCommand,
  type StartQueryCommandInput,
  StopQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { createStream } from "../test-support.ts";

const group = "/aws/lambda/payment-charge";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  await createStream(cloud, group, "s");
});
afterEach(() => cloud.close());

/** Follows "CloudWatch Logs Insights language query syntax". */
describe("a query", () => {
  it("shows time, message and pointer, latest event first", async () => {
    await put("a", "b");

    expect(await run("filter true")).toMatchObject([{ "@message": "b" }, { "@message": "a" }]);
    expect((await run("limit 1"))[0]).toEqual({
      "@timestamp": "2026-01-01 12:00:00.001",
      "@message": "b",
      "@ptr": expect.any(String),
    });
  });

  it("finds JSON fields at any depth, even after the prefix of a function's console output", async () => {
    await put(
      '{"bookingId":"B123","detail":{"seats":["12A"],"paid":true}}',
      '2026-01-01T12:00:00.000Z\t0f6c2a4e-1111-4222-8333-444455556666\tINFO\t{"bookingId":"B124"}',
    );

    expect(await table("fields bookingId, detail.seats.0 as seat, detail.paid, @requestId | sort bookingId")).toEqual([
      { bookingId: "B123", seat: "12A", "detail.paid": "true" },
      { bookingId: "B124", "@requestId": "0f6c2a4e-1111-4222-8333-444455556666" },
    ]);
  });

  it("finds the fields of a function's REPORT line", async () => {
    await put(
      "REPORT RequestId: 0f6c2a4e-1111-4222-8333-444455556666\tDuration: 12.50 ms\tBilled Duration: 13 ms\tMemory Size: 128 MB\tMax Memory Used: 64 MB",
    );

    expect(await table('filter @type = "REPORT" | display @duration, @billedDuration, @maxMemoryUsed')).toEqual([
      { "@duration": "12.50", "@billedDuration": "13", "@maxMemoryUsed": "64000000" },
    ]);
  });

  it.each([
    ["id = 'b'", ["b"]],
    ["id != 'b'", ["a", "c"]],
    ["ms > 9", ["b", "c"]],
    ["ms >= 9 and ms < 100", ["a", "b"]],
    ["id = 'a' or ms = 100", ["a", "c"]],
    ["not (id = 'a')", ["b", "c"]],
    ["id in ['a', 'c']", ["a", "c"]],
    ["id not in ['a', 'c']", ["b"]],
    ['@message like /"ms":\\d{2},/', ["b"]],
    ["@message like /MS/i", ["a", "b", "c"]],
    ["@message not like 'error'", ["a", "b"]],
    ["ispresent(error)", ["c"]],
    ["error != 'full'", ["a", "b"]],
    ["error < 'full'", []],
    ["ms * 2 + 2 = 20", ["a"]],
    ["strlen(id) = 1 and tolower('A') = id", ["a"]],
    ["strcontains(concat(id, '-', ms), 'b-10')", ["b"]],
  ])("filters by %s", async (condition, ids) => {
    await put('{"id":"a","ms":9,"x":1}', '{"id":"b","ms":10,"x":1}', '{"id":"c","ms":100,"error":"full"}');

    const rows = await table(`fields id | filter ${condition} | sort id`);

    expect(rows.map(({ id }) => id)).toEqual(ids);
  });

  it("sorts numbers as numbers, and by the second key if the first is equal", async () => {
    await put('{"id":"a","ms":9}', '{"id":"b","ms":100}', '{"id":"c","ms":9}');

    const rows = await table("fields id | sort ms desc, id desc");

    expect(rows.map(({ id }) => id)).toEqual(["b", "c", "a"]);
  });

  it("aggregates by group", async () => {
    await put('{"type":"x","ms":1}', '{"type":"x","ms":2}', '{"type":"y","ms":10}', '{"type":"y"}');

    const rows = await table(
      "stats count(*) as n, count(ms), sum(ms) as total, avg(ms), min(ms), max(ms), pct(ms, 50) by type | sort type",
    );

    expect(rows).toEqual([
      {
        type: "x",
        n: "2",
        "count(ms)": "2",
        total: "3",
        "avg(ms)": "1.5",
        "min(ms)": "1",
        "max(ms)": "2",
        "pct(ms, 50)": "1",
      },
      {
        type: "y",
        n: "2",
        "count(ms)": "1",
        total: "10",
        "avg(ms)": "10",
        "min(ms)": "10",
        "max(ms)": "10",
        "pct(ms, 50)": "10",
      },
    ]);
  });

  it("counts no events as 0 without groups, and as no row with groups", async () => {
    expect(await table("filter id = 'x' | stats count(*) as n")).toEqual([{ n: "0" }]);
    expect(await table("filter id = 'x' | stats count(*) as n by id")).toEqual([]);
  });

  it("counts by period, and counts distinct values", async () => {
    await put('{"id":"a"}', '{"id":"a"}');
    await cloud.clock.advance(300_000);
    await put('{"id":"b"}');

    expect(await table("stats count(*) as n, count_distinct(id) as ids by bin(5m) as time | sort time")).toEqual([
      { time: "2026-01-01 12:00:00.000", n: "2", ids: "1" },
      { time: "2026-01-01 12:05:00.000", n: "1", ids: "1" },
    ]);
  });

  it("parses a message by a glob or a regular expression", async () => {
    await put("user=CUST001 charged 300 for B123");

    expect(
      await table('parse @message "user=* charged * for *" as user, amount, id | display user, amount, id'),
    ).toEqual([{ user: "CUST001", amount: "300", id: "B123" }]);
    expect(await table("parse @message /charged (?<amount>\\d+)/ | display amount")).toEqual([{ amount: "300" }]);
  });

  it("shows only the latest of duplicates", async () => {
    await put('{"id":"a","n":1}', '{"id":"a","n":2}', '{"id":"b","n":3}');

    expect(await table("fields id, n | dedup id")).toEqual([
      { id: "b", n: "3" },
      { id: "a", n: "2" },
    ]);
  });

  it("searches several groups, within its time range", async () => {
    await createStream(cloud, "other", "s");
    await put("too early");
    await cloud.clock.advance(10_000);
    const startTime = cloud.clock.now() / 1000;
    await put("a");
    const logEvents = [{ timestamp: cloud.clock.now() + 1, message: "b" }];
    await cloud.logs.send(new PutLogEventsCommand({ logGroupName: "other", logStreamName: "s", logEvents }));

    const rows = await run("fields @log, @message", {
      logGroupName: undefined,
      logGroupNames: [group, "other"],
      startTime,
    });

    expect(rows).toMatchObject([
      { "@log": "000000000000:other", "@message": "b" },
      { "@log": `000000000000:${group}`, "@message": "a" },
    ]);
  });

  it.each([
    ["find x", "unexpected command find"],
    ["filter", "expected a field or a value but found the end of the query at position 6"],
    ["filter (a = 1", "expected ')' but found the end of the query"],
    ["fields a limit 3", "expected '|' or the end of the query but found 'limit' at position 9"],
    ["stats middle(a)", "unknown aggregate middle"],
    ["filter shout(a)", "unknown function shout"],
    ["filter a ~ b", "unexpected symbol found ~ at position 9"],
    ["parse @message 'a=*' as b, c", "expected as many names as asterisks (1)"],
  ])("is refused: %s", async (query, message) => {
    await expect(run(query)).rejects.toMatchObject({
      name: "MalformedQueryException",
      message: expect.stringContaining(message),
      queryCompileError: { location: { startCharOffset: expect.any(Number) } },
    });
  });

  it("can be listed, and is complete before it could be stopped", async () => {
    const { queryId } = await start("fields @message");

    const { queries } = await cloud.logs.send(new DescribeQueriesCommand({ logGroupName: group }));
    expect(queries).toMatchObject([{ queryId, queryString: "fields @message", status: "Complete" }]);
    await expect(cloud.logs.send(new StopQueryCommand({ queryId }))).rejects.toMatchObject({
      name: "InvalidParameterException",
    });
    await expect(cloud.logs.send(new GetQueryResultsCommand({ queryId: "none" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});

/** Puts events in one batch, a millisecond apart. */
function put(...messages: string[]) {
  const logEvents = messages.map((message, index) => ({ timestamp: cloud.clock.now() + index, message }));
  return cloud.logs.send(new PutLogEventsCommand({ logGroupName: group, logStreamName: "s", logEvents }));
}

function start(queryString: string, options: Partial<StartQueryCommandInput> = {}) {
  const now = Math.floor(cloud.clock.now() / 1000);
  const input = { logGroupName: group, queryString, startTime: now - 3600, endTime: now + 3600, ...options };
  return cloud.logs.send(new StartQueryCommand(input));
}

async function run(query: string, options: Partial<StartQueryCommandInput> = {}): Promise<Record<string, string>[]> {
  const { queryId } = await start(query, options);
  const { results, status } = await cloud.logs.send(new GetQueryResultsCommand({ queryId }));
  expect(status).toBe("Complete");
  return results!.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
}

/** Runs a query and leaves out the pointers. */
async function table(query: string) {
  return (await run(query)).map(({ "@ptr": _pointer, ...row }) => row);
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateArchiveCommand, DescribeArchiveCommand, StartReplayCommand } from "@aws-sdk/client-eventbridge";
import { expect, onTestFinished, test } from "vitest";
import { openStore } from "../../../store/index.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { accountId, bodiesIn, busArn, entry, makeQueue, makeRule, put, region } from "../test-support.ts";

const dayMs = 24 * 60 * 60 * 1000;
const describeArchive = (cloud: TestCloud) => cloud.events.send(new DescribeArchiveCommand({ ArchiveName: "all" }));

test("an archive on disk counts, expires and replays its events across a restart", async () => {
  const folder = mkdtempSync(join(tmpdir(), "local-cloud-archive-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const entries = (from: number) => Array.from({ length: 10 }, (_, at) => entry({ Detail: `{"number":${from + at}}` }));

  {
    await using cloud = await startTestCloud({ store: await openStore(folder) });
    await cloud.events.send(
      new CreateArchiveCommand({ ArchiveName: "all", EventSourceArn: busArn("default"), RetentionDays: 2 }),
    );
    await put(cloud, entry({ Detail: '{"number":-1}' }));
    await cloud.clock.advance(1.5 * dayMs);
    for (let from = 0; from < 150; from += 10) await put(cloud, ...entries(from));
    await cloud.clock.settle();
    expect(await describeArchive(cloud)).toMatchObject({ EventCount: 151 });
    await cloud.clock.advance(0.6 * dayMs);
    expect(await describeArchive(cloud)).toMatchObject({ EventCount: 150 });
    await cloud.events.send(
      new StartReplayCommand({
        ReplayName: "again",
        EventSourceArn: `arn:aws:events:${region}:${accountId}:archive/all`,
        EventStartTime: new Date(cloud.clock.now() - 3 * dayMs),
        EventEndTime: new Date(cloud.clock.now()),
        Destination: { Arn: busArn("default") },
      }),
    );
    await makeRule(cloud, { targets: [{ Id: "inbox", Arn: await makeQueue(cloud, "inbox") }] });
  }

  await using cloud = await startTestCloud({ store: await openStore(folder) });
  // A cloud in a test begins at the same time again.
  await cloud.clock.advance(2.5 * dayMs);

  const numbers = (await bodiesIn(cloud, "inbox")).map((body) => JSON.parse(body).detail.number);
  expect(numbers.sort((a, b) => a - b)).toEqual(Array.from({ length: 150 }, (_, number) => number));
  expect(await describeArchive(cloud), "replayed events are not archived again").toMatchObject({ EventCount: 150 });
});

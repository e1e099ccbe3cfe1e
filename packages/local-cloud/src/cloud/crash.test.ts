import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { expect, onTestFinished, test } from "vitest";
import { Random } from "../core/random.ts";
import { type Clients, openShop, order, runs } from "../faults/fixtures/shop.ts";
import { compileCrashingCloud, startCrashingCloud } from "./fixtures/crashing-cloud.ts";

/** How often the cloud is killed. For more: CRASHES=200 npx vitest run packages/local-cloud/src/cloud/crash.test.ts */
const crashes = Number(process.env.CRASHES ?? 10);
const seed = Number(process.env.SEED ?? 1);
/** A round has 16 requests, including its functions' own, so some kills come after the last one. */
const maxAnswers = 20;
const patienceMs = 1500;

/** The names of the attempts that were answered. */
async function answered(attempts: Record<string, Promise<unknown>>): Promise<string[]> {
  const outcomes = await Promise.allSettled(Object.values(attempts));
  return Object.keys(attempts).filter((_, at) => outcomes[at]!.status === "fulfilled");
}

/** Sends three orders and an item at once, to a cloud that is killed during that or right afterwards. */
async function work({ events, dynamodb }: Clients, round: number): Promise<string[]> {
  const names = [1, 2, 3].map((number) => `order-${round}-${number}`);
  const item = { run: { S: `kept item-${round}` }, runs: { N: "1" } };
  return answered({
    ...Object.fromEntries(names.map((name) => [name, order(events, name)])),
    [`item-${round}`]: dynamodb.send(new PutItemCommand({ TableName: "Runs", Item: item })),
  });
}

/** The runs and items that are missing although the requests for them were accepted. */
function missing(accepted: string[], found: Record<string, number>): string[] {
  const wanted = accepted.flatMap((name) =>
    name.startsWith("item") ? [`kept ${name}`] : ["pack", "send", "bill"].map((step) => `${step} ${name}`),
  );
  return wanted.filter((run) => !found[run]);
}

test(`loses nothing that was accepted, over ${crashes} kills at random moments (seed ${seed})`, {
  timeout: 60_000 + crashes * 10_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), "local-cloud-crash-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const compiled = await compileCrashingCloud();
  onTestFinished(() => rmSync(compiled));
  const random = new Random(seed);
  const accepted: string[] = [];

  const start = async () => {
    const cloud = await startCrashingCloud(compiled, folder);
    onTestFinished(() => cloud.kill());
    return cloud;
  };
  const first = await start();
  await openShop(first.clients);
  expect(await first.end(), "exit code after SIGTERM").toBe(0);
  for (let round = 1; round <= crashes; round++) {
    const cloud = await start();
    cloud.killAfter(1 + random.below(maxAnswers));
    accepted.push(...(await work(cloud.clients, round)));
    await Promise.race([cloud.exited, pause(patienceMs)]);
    cloud.kill();
    await cloud.exited;
  }

  const last = await start();
  let lost = accepted;
  for (let attempt = 0; attempt < 300 && lost.length > 0; attempt++) {
    lost = missing(accepted, await runs(last.clients.dynamodb));
    if (lost.length > 0) await pause(100);
  }
  expect(await last.end(), "exit code after SIGTERM").toBe(0);

  expect(accepted.length, "accepted").toBeGreaterThan(crashes);
  expect(lost, `accepted, but not done; repeat with SEED=${seed}`).toEqual([]);
});

import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { CloudWatchClient, DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  MalformedQueryException,
  StartQueryCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import { readyForTypeScript } from "../compiled/typescript-loader.ts";
import { accountTime } from "../connection/account-time.ts";
import { type Connection, connect } from "../connection/connection.ts";
import { root } from "../root.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say, sayJson, table } from "../terminal/output.ts";

interface StuckOptions {
  since?: string;
  aws?: boolean;
  json?: boolean;
}

const queriesFile = "steps/11-where-is-my-booking/queries.ts";

/** `npx workshop stuck`: the bookings that began and did not end, by step 11's own query, and what its alarm says. */
export async function stuck(options: StuckOptions): Promise<void> {
  const minutes = minutesFrom(options.since);
  const connection = await connect(options);
  const { unfinishedAlarm } = connection.outputs;
  if (unfinishedAlarm === undefined) {
    throw new Failure("Nobody counts bookings yet: that comes with step 11.", "Go there: npx workshop begin 11");
  }
  const alarm = await alarmState(connection, unfinishedAlarm);
  const found = await query(connection, await unfinishedBookings(), minutes);
  if (options.json) return sayJson({ alarm, bookings: found });

  say(`Alarm ${unfinishedAlarm}: ${alarm === "ALARM" ? paint.red(alarm) : alarm}`);
  if (found.length === 0) return say(`Every booking of the last ${minutes} minutes has ended.`);
  say("Began, and did not end:");
  const rows = found.map(({ booking = "?", lastEvent = "?", at = "" }) => [booking, `last heard: ${lastEvent}`, at]);
  for (const line of table(rows)) say(line);
  note(`\nIts way: npx workshop trace ${found[0]!.booking}${options.aws ? " --aws" : ""}`);
}

/** The learner's own, as it stands. */
async function unfinishedBookings(): Promise<string> {
  await readyForTypeScript();
  return ((await import(pathToFileURL(join(root, queriesFile)).href)) as { unfinishedBookings: string })
    .unfinishedBookings;
}

async function alarmState({ client }: Connection, name: string): Promise<string> {
  const cloudWatch = new CloudWatchClient(client);
  const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return MetricAlarms?.[0]?.StateValue ?? "is not there";
}

async function query(connection: Connection, queryString: string, minutes: number): Promise<Record<string, string>[]> {
  const logs = new CloudWatchLogsClient(connection.client);
  const now = await accountTime(connection);
  const window = { startTime: Math.floor(now / 1000) - minutes * 60, endTime: Math.ceil(now / 1000) };
  const logGroupName = connection.outputs.eventLogGroup;
  const { queryId } = await logs
    .send(new StartQueryCommand({ logGroupName, queryString, ...window }))
    .catch((error: unknown) => {
      if (!(error instanceof MalformedQueryException)) throw error;
      throw new Failure(
        `CloudWatch Logs does not understand the query: ${error.message}`,
        `It stands in ${queriesFile}`,
      );
    });
  for (;;) {
    const { status, results = [] } = await logs.send(new GetQueryResultsCommand({ queryId }));
    if (status === "Complete")
      return results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
    if (status !== "Running" && status !== "Scheduled")
      throw new Failure(`The query ended as ${status}.`, "Try again.");
    await new Promise((resolve) => setTimeout(resolve, connection.isLocal ? 50 : 1000));
  }
}

function minutesFrom(text = "60"): number {
  const value = Number(text);
  if (value > 0) return value;
  throw new Failure(`--since takes a number of minutes above 0, and got "${text}".`, "For example: --since 15");
}

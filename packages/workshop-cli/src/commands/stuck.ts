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
import { note, oneLine, paint, say, sayJson, table } from "../terminal/output.ts";
import { minutesFrom } from "./minutes-from.ts";

interface StuckOptions {
  since?: string;
  aws?: boolean;
  json?: boolean;
}

const queriesFile = "steps/11-where-is-my-booking/queries.ts";

/** `npx workshop stuck`: shows unfinished bookings by step 11's own query, and the state of its alarm. */
export async function stuck(options: StuckOptions): Promise<void> {
  const minutes = minutesFrom(options.since);
  const connection = await connect(options);
  const { unfinishedAlarm } = connection.outputs;
  if (unfinishedAlarm === undefined) {
    throw new Failure("Bookings are not counted yet: step 11 adds that.", "Go there: npx workshop begin 11");
  }
  const alarm = await alarmState(connection, unfinishedAlarm);
  const found = await query(connection, await unfinishedBookings(), minutes);
  if (options.json) return sayJson({ alarm, bookings: found });

  say(`Alarm ${unfinishedAlarm}: ${alarm === "ALARM" ? paint.red(alarm) : alarm}`);
  if (found.length === 0) return say(`Every booking of the last ${minutes} minutes has finished.`);
  say("Bookings that started and have not finished:");
  const rows = found.map(({ booking = "?", lastEvent = "?", at = "" }) => [booking, `last event: ${lastEvent}`, at]);
  for (const line of table(rows)) say(line);
  note(`\nFollow one: npx workshop trace ${oneLine(found[0]!.booking ?? "?")}${options.aws ? " --aws" : ""}`);
}

/** The query in the learner's own file. */
async function unfinishedBookings(): Promise<string> {
  await readyForTypeScript();
  return ((await import(pathToFileURL(join(root, queriesFile)).href)) as { unfinishedBookings: string })
    .unfinishedBookings;
}

async function alarmState({ client }: Connection, name: string): Promise<string> {
  const cloudWatch = new CloudWatchClient(client);
  const { MetricAlarms } = await cloudWatch.send(new DescribeAlarmsCommand({ AlarmNames: [name] }));
  return MetricAlarms?.[0]?.StateValue ?? "does not exist";
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
        `CloudWatch Logs does not understand the query in ${queriesFile}: ${error.message}`,
        "Fix the query, then run the same command again.",
      );
    });
  for (;;) {
    const { status, results = [] } = await logs.send(new GetQueryResultsCommand({ queryId }));
    if (status === "Complete")
      return results.map((row) => Object.fromEntries(row.map(({ field, value }) => [field, value])));
    if (status !== "Running" && status !== "Scheduled")
      throw new Failure(`The query ended with status ${status}.`, "Run the same command again.");
    await new Promise((resolve) => setTimeout(resolve, connection.isLocal ? 50 : 1000));
  }
}

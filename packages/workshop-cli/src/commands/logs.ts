import { FilterLogEventsCommand, ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import { type Clients, clientsOf } from "../connection/clients.ts";
import { connect } from "../connection/connection.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say } from "../terminal/output.ts";

interface LogsOptions {
  since?: string;
  aws?: boolean;
  json?: boolean;
}

interface LogLine {
  /** Milliseconds since 1970. */
  timestamp: number;
  message: string;
}

/** `npx workshop logs payment-charge`: what a function wrote, oldest first. */
export async function logs(name: string, options: LogsOptions): Promise<void> {
  const connection = await connect(options);
  // In a shared account the bus carries the attendee's name, and so does every other physical name.
  const attendee = connection.outputs.busName.replace(/^AircraftBookingBus/, "");
  const logGroup = `/aws/lambda/${name}${attendee}`;
  const lines = await readLines(clientsOf(connection), logGroup, sinceWhen(options.since));
  for (const { timestamp, message } of lines) {
    if (options.json) say(JSON.stringify({ timestamp, message }));
    else
      for (const line of inWords(message))
        say(`${paint.dim(new Date(timestamp).toISOString().slice(11, 23))}  ${line}`);
  }
  if (lines.length === 0) note(`${logGroup} is empty: the function has not run, or may not write there.`);
}

async function readLines({ logs: client }: Clients, logGroupName: string, startTime: number): Promise<LogLine[]> {
  const lines: LogLine[] = [];
  let nextToken: string | undefined;
  do {
    const page = await client
      .send(new FilterLogEventsCommand({ logGroupName, startTime, nextToken }))
      .catch((error: unknown) => {
        if (!(error instanceof ResourceNotFoundException)) throw error;
        throw new Failure(
          `There is no log group ${logGroupName}.`,
          "Name a function that is deployed, for example: npx workshop logs booking-api",
        );
      });
    for (const { timestamp = 0, message = "" } of page.events ?? []) lines.push({ timestamp, message });
    nextToken = page.nextToken;
  } while (nextToken);
  return lines;
}

/** A log message without what Lambda puts around it; how long a run took stands at the run's end. All of it is there with --json. */
function inWords(message: string): string[] {
  if (/^(INIT_START|START|END) /.test(message)) return [];
  const [, duration] = /^REPORT .*?\tDuration: (\S+ ms)/.exec(message) ?? [];
  if (duration) return [paint.dim(`ran for ${duration}`)];
  const structured = readStructured(message);
  if (structured) return [structured];
  const [, level, text] = /^\S+\t\S+\t([A-Z]+)\t(.*)/s.exec(message.trimEnd()) ?? [];
  if (level === undefined || text === undefined) return message.trimEnd().split("\n");
  return `${level === "ERROR" ? paint.red(level) : level}  ${errorInWords(text)}`.split("\n");
}

/** A line of Powertools' logger, as the observed handlers of step 11 write them; the metrics among them say nothing here. */
function readStructured(message: string): string | undefined {
  if (!message.startsWith("{")) return undefined;
  try {
    const { level, message: text, event, bookingId, error } = JSON.parse(message) as StructuredLine;
    if (level === undefined) return undefined;
    const said = [event, bookingId, error && `${error.name}: ${error.message}`].filter(Boolean).join(", ");
    return `${level === "ERROR" ? paint.red(level) : level}  ${text}: ${said}`;
  } catch {
    return undefined;
  }
}

interface StructuredLine {
  level?: string;
  message?: string;
  event?: string;
  bookingId?: string;
  error?: { name: string; message: string };
}

/** What a handler threw, by type and message. */
function errorInWords(text: string): string {
  const [, json] = /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s*\t(.*)/s.exec(text) ?? [];
  if (json === undefined) return text;
  const { errorType, errorMessage } = JSON.parse(json) as { errorType: string; errorMessage: string };
  return `${errorType}: ${errorMessage}`;
}

function sinceWhen(minutes = "60"): number {
  const value = Number(minutes);
  if (value > 0) return Date.now() - value * 60_000;
  throw new Failure(`--since takes a number of minutes above 0, and got "${minutes}".`, "For example: --since 15");
}

import { InvalidParameterException, ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import { type Clients, clientsOf } from "../connection/clients.ts";
import { connect } from "../connection/connection.ts";
import { readLogEvents } from "../connection/log-events.ts";
import { physicalName } from "../connection/physical-name.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say } from "../terminal/output.ts";
import { minutesFrom } from "./minutes-from.ts";

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

/** `npx workshop logs payment-charge`: shows a function's log, oldest line first. */
export async function logs(name: string, options: LogsOptions): Promise<void> {
  const connection = await connect(options);
  const logGroup = `/aws/lambda/${physicalName(name, connection)}`;
  const lines = await readLines(clientsOf(connection), logGroup, Date.now() - minutesFrom(options.since) * 60_000);
  for (const { timestamp, message } of lines) {
    if (options.json) say(JSON.stringify({ timestamp, message }));
    else {
      const [first, ...others] = inWords(message);
      if (first !== undefined) say(`${paint.dim(new Date(timestamp).toISOString().slice(11, 23))}  ${first}`);
      // Without a time: a line break in a message must not look like another message.
      for (const line of others) say(`${" ".repeat(12)}  ${line}`);
    }
  }
  if (lines.length === 0) note(`${logGroup} is empty: the function has not run, or its role does not allow logging.`);
}

async function readLines({ logs: client }: Clients, logGroupName: string, startTime: number): Promise<LogLine[]> {
  const lines = await readLogEvents(client, { logGroupName, startTime }).catch((error: unknown) => {
    // The name may have characters that no function has.
    const isUnknown = error instanceof ResourceNotFoundException || error instanceof InvalidParameterException;
    if (!isUnknown) throw error;
    throw new Failure(
      `There is no log group ${logGroupName}.`,
      "Use the name of a deployed function, for example: npx workshop logs booking-api",
    );
  });
  return lines.map(({ timestamp = 0, message = "" }) => ({ timestamp, message }));
}

/** A log message without Lambda's own lines, except for the duration at the end of each invocation. */
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

/** A line of Powertools' logger, as step 11's handlers write it. Its metrics lines are left out. */
function readStructured(message: string): string | undefined {
  if (!message.startsWith("{")) return undefined;
  try {
    const { level, message: text, event, bookingId, error } = JSON.parse(message) as StructuredLine;
    if (level === undefined) return undefined;
    const facts = [event, bookingId, error && `${error.name}: ${error.message}`].filter(Boolean).join(", ");
    return `${level === "ERROR" ? paint.red(level) : level}  ${text}: ${facts}`;
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

/** The type and message of the error that a handler threw. */
function errorInWords(text: string): string {
  const [, json] = /^(?:Invoke Error|Uncaught Exception|Unhandled Promise Rejection)\s*\t(.*)/s.exec(text) ?? [];
  if (json === undefined) return text;
  try {
    const { errorType, errorMessage } = JSON.parse(json) as { errorType: string; errorMessage: string };
    return `${errorType}: ${errorMessage}`;
  } catch {
    // A handler may log anything, also what only looks like Lambda's own line.
    return text;
  }
}

import { accountTime } from "../connection/account-time.ts";
import { connect } from "../connection/connection.ts";
import { describeFailed, describeFailedList } from "../dlq/describe.ts";
import { dlqClientsOf } from "../dlq/dlq-clients.ts";
import type { FailedEvent } from "../dlq/failed-event.ts";
import { findFailureQueues } from "../dlq/failure-queues.ts";
import { putBack, takeFailedEvents } from "../dlq/messages.ts";
import { type Redriven, redrive } from "../dlq/redrive.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say, sayJson, table } from "../terminal/output.ts";

interface DlqOptions {
  all?: boolean;
  aws?: boolean;
  json?: boolean;
}

/** What was asked for: to list; to show or redrive one by its number, or to redrive all. */
type Asked = { what: "list" } | { what: "show"; number: number } | { what: "redrive"; number?: number };

/** `npx workshop dlq [show <n> | redrive <n> | redrive --all]`: what failed, and trying it again. */
export async function dlq(action: string | undefined, number: string | undefined, options: DlqOptions): Promise<void> {
  const asked = readAsked(action, number, options);
  const connection = await connect(options);
  const clients = dlqClientsOf(connection);
  const queues = await findFailureQueues(clients, connection.outputs.busName);
  if (queues.length === 0) {
    throw new Failure(
      "No target and no function has a queue for what fails: a failed event is gone.",
      "Step 8 brings the queues. Go there: npx workshop begin 8",
    );
  }
  const failed = await takeFailedEvents(clients, queues, connection);
  const taken = new Set(failed);
  try {
    if (asked.what === "list") return list(failed, options);
    if (asked.what === "show") return show(pick(failed, asked.number), options);
    const chosen = asked.number === undefined ? failed : [pick(failed, asked.number)];
    const onTaken = (one: FailedEvent) => void taken.delete(one);
    tell(
      await redrive(clients, chosen, { isLocal: connection.isLocal, now: await accountTime(connection), onTaken }),
      failed,
      options,
    );
  } finally {
    await putBack(clients, [...taken]);
  }
}

function readAsked(action: string | undefined, number: string | undefined, { all }: DlqOptions): Asked {
  if (action === undefined) return { what: "list" };
  if (action === "redrive" && all) {
    if (number === undefined) return { what: "redrive" };
    throw new Failure(`Either --all or number ${number}: not both.`, "For example: npx workshop dlq redrive --all");
  }
  if (action !== "show" && action !== "redrive") {
    throw new Failure(
      `There is no "dlq ${action}".`,
      "There are: dlq, dlq show <n>, dlq redrive <n>, dlq redrive --all",
    );
  }
  if (number !== undefined && /^[1-9]\d*$/.test(number)) return { what: action, number: Number(number) };
  throw new Failure(
    `dlq ${action} takes the number of one event, and got ${number === undefined ? "none" : `"${number}"`}.`,
    `The list has the numbers: npx workshop dlq${action === "redrive" ? "\nAll of them: npx workshop dlq redrive --all" : ""}`,
  );
}

function pick(failed: readonly FailedEvent[], number: number): FailedEvent {
  const found = failed[number - 1];
  if (found) return found;
  const there = failed.length === 0 ? "The queues are empty" : `There are numbers 1 to ${failed.length}`;
  throw new Failure(`There is no failed event ${number}. ${there}.`, "See them: npx workshop dlq");
}

function list(failed: readonly FailedEvent[], { json }: DlqOptions): void {
  if (json) return sayJson(failed.map((one, index) => ({ number: index + 1, ...inJson(one) })));
  if (failed.length === 0) return say("No event waits in a failure queue.");
  for (const line of describeFailedList(failed)) say(line);
  note(
    `\nLook at one: ${paint.bold("npx workshop dlq show 1")}. Mend the cause, then: ${paint.bold("npx workshop dlq redrive 1")} (or --all)`,
  );
}

function show(failed: FailedEvent, { json }: DlqOptions): void {
  if (json) return sayJson({ ...inJson(failed), event: failed.event, body: failed.message.Body });
  for (const line of describeFailed(failed)) say(line);
}

function tell(redriven: readonly Redriven[], failed: readonly FailedEvent[], { json }: DlqOptions): void {
  if (redriven.some(({ kind }) => kind === "kept" || kind === "failed")) process.exitCode = 1;
  const numbered = redriven.map((one) => ({ number: failed.indexOf(one.failed) + 1, ...one }));
  if (json) {
    return sayJson(numbered.map(({ failed: one, kind, ...rest }) => ({ ...inJson(one), ...rest, outcome: kind })));
  }
  if (numbered.length === 0) return say("No event waits in a failure queue: there is nothing to redrive.");
  const rows = numbered.map((one) => [
    `${one.number}`,
    `${one.failed.event?.["detail-type"] ?? "?"} ${one.failed.event?.detail?.bookingId ?? ""}`,
    `→ ${one.failed.target}`,
    outcomeInWords(one),
  ]);
  for (const line of table(rows)) say(line);
}

function outcomeInWords(outcome: Redriven): string {
  if (outcome.kind === "done") return paint.green("done");
  if (outcome.kind === "running") return "Lambda has it, and its log does not tell the end yet";
  if (outcome.kind === "kept") return paint.red(`still in its queue: ${outcome.error}`);
  return paint.red(`failed again: ${outcome.error} (Lambda goes on trying; in the end it is back here)`);
}

function inJson({ layer, cause, error, attempts, target, rule, event, at, queue, message }: FailedEvent) {
  return {
    layer,
    cause,
    error,
    attempts,
    target,
    rule,
    detailType: event?.["detail-type"],
    bookingId: event?.detail?.bookingId,
    failedAt: Number.isFinite(at) ? new Date(at).toISOString() : undefined,
    queue: queue.arn.split(":").at(-1),
    messageId: message.MessageId,
  };
}

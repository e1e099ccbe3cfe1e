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

/** What to do: list the events, show one by its number, or redrive one or all. */
type Task = { kind: "list" } | { kind: "show"; number: number } | { kind: "redrive"; number?: number };

/** `npx workshop dlq [show <n> | redrive <n> | redrive --all]`: lists, shows or redrives failed events. */
export async function dlq(action: string | undefined, number: string | undefined, options: DlqOptions): Promise<void> {
  const task = taskFrom(action, number, options);
  const connection = await connect(options);
  const clients = dlqClientsOf(connection);
  const queues = await findFailureQueues(clients, connection.outputs.busName);
  if (queues.length === 0) {
    throw new Failure(
      "No target and no function has a failure queue, so failed events are lost.",
      "Step 8 adds the queues. Go there: npx workshop begin 8",
    );
  }
  const failed = await takeFailedEvents(clients, queues, connection);
  const taken = new Set(failed);
  try {
    if (task.kind === "list") return list(failed, options);
    if (task.kind === "show") return show(pick(failed, task.number), options);
    const chosen = task.number === undefined ? failed : [pick(failed, task.number)];
    const onAccepted = (one: FailedEvent) => void taken.delete(one);
    showResults(
      await redrive(clients, chosen, { isLocal: connection.isLocal, now: await accountTime(connection), onAccepted }),
      failed,
      options,
    );
  } finally {
    await putBack(clients, [...taken]);
  }
}

function taskFrom(action: string | undefined, number: string | undefined, { all }: DlqOptions): Task {
  if (action === undefined) return { kind: "list" };
  if (action === "redrive" && all) {
    if (number === undefined) return { kind: "redrive" };
    throw new Failure(
      `--all and the number ${number} cannot be combined.`,
      `Use one of them: npx workshop dlq redrive --all, or npx workshop dlq redrive ${number}`,
    );
  }
  if (action !== "show" && action !== "redrive") {
    throw new Failure(
      `Unknown action: dlq ${action}.`,
      "Use: dlq, dlq show <n>, dlq redrive <n>, or dlq redrive --all",
    );
  }
  if (number !== undefined && /^[1-9]\d*$/.test(number)) return { kind: action, number: Number(number) };
  throw new Failure(
    `dlq ${action} takes the number of an event, but got ${number === undefined ? "none" : `"${number}"`}.`,
    `List the events with their numbers: npx workshop dlq${action === "redrive" ? "\nOr redrive all of them: npx workshop dlq redrive --all" : ""}`,
  );
}

function pick(failed: readonly FailedEvent[], number: number): FailedEvent {
  const found = failed[number - 1];
  if (found) return found;
  const range = failed.length === 0 ? "The queues are empty" : `The numbers go from 1 to ${failed.length}`;
  throw new Failure(`There is no failed event ${number}. ${range}.`, "List them: npx workshop dlq");
}

function list(failed: readonly FailedEvent[], { json }: DlqOptions): void {
  if (json) return sayJson(failed.map((one, index) => ({ number: index + 1, ...inJson(one) })));
  if (failed.length === 0) return say("The failure queues are empty.");
  for (const line of describeFailedList(failed)) say(line);
  note(
    `\nShow one: ${paint.bold("npx workshop dlq show 1")}. Fix the cause, then: ${paint.bold("npx workshop dlq redrive 1")} (or --all)`,
  );
}

function show(failed: FailedEvent, { json }: DlqOptions): void {
  if (json) return sayJson({ ...inJson(failed), event: failed.event, body: failed.message.Body });
  for (const line of describeFailed(failed)) say(line);
}

function showResults(redriven: readonly Redriven[], failed: readonly FailedEvent[], { json }: DlqOptions): void {
  if (redriven.some(({ kind }) => kind === "kept" || kind === "failed")) process.exitCode = 1;
  const numbered = redriven.map((one) => ({ number: failed.indexOf(one.failed) + 1, ...one }));
  if (json) {
    return sayJson(numbered.map(({ failed: one, kind, ...rest }) => ({ ...inJson(one), ...rest, outcome: kind })));
  }
  if (numbered.length === 0) return say("The failure queues are empty: there is nothing to redrive.");
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
  if (outcome.kind === "running") return "accepted by Lambda, and still running";
  if (outcome.kind === "kept") return paint.red(`still in its queue: ${outcome.error}`);
  return paint.red(`failed again: ${outcome.error} (Lambda will retry it; if all retries fail, it comes back here)`);
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

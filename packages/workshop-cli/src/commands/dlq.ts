import { GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { accountTime } from "../connection/account-time.ts";
import { type Connection, connect } from "../connection/connection.ts";
import { describeDiscarded, describeFailed, describeFailedList, typeOf } from "../dlq/describe.ts";
import { type Discarded, discard, readDiscarded } from "../dlq/discard.ts";
import { type DlqClients, dlqClientsOf } from "../dlq/dlq-clients.ts";
import { errorInWords } from "../dlq/error-in-words.ts";
import type { FailedEvent } from "../dlq/failed-event.ts";
import { findFailureQueues } from "../dlq/failure-queues.ts";
import { putBack, takeFailedEvents } from "../dlq/messages.ts";
import { type Redriven, redrive } from "../dlq/redrive.ts";
import { type DiscardTask, dlqTask } from "../dlq/task.ts";
import { confirm } from "../terminal/confirm.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say, sayJson, table } from "../terminal/output.ts";

interface DlqOptions {
  all?: boolean;
  reason?: string;
  yes?: boolean;
  aws?: boolean;
  json?: boolean;
}

/** `npx workshop dlq [show | redrive | discard | discarded]`: lists, shows, redrives or discards failed events. */
export async function dlq(action: string | undefined, number: string | undefined, options: DlqOptions): Promise<void> {
  const task = dlqTask(action, number, options);
  const connection = await connect(options);
  const clients = dlqClientsOf(connection);
  if (task.kind === "discarded") return await listDiscarded(clients, connection, options);
  const queues = await findFailureQueues(clients, connection.outputs.busName);
  if (queues.length === 0) {
    throw new Failure(
      "No target and no function has a failure queue, so failed events are lost.",
      "Step 8 adds the queues. Go there: npx workshop begin 8",
    );
  }
  const failed = await takeFailedEvents(clients, queues, connection);
  const taken = new Set(failed);
  const gone = (one: FailedEvent) => void taken.delete(one);
  try {
    if (task.kind === "list") return list(failed, options);
    if (task.kind === "show") return show(pick(failed, task.number), options);
    const chosen = task.number === undefined ? failed : [pick(failed, task.number)];
    if (task.kind === "discard") return await discardChosen(clients, connection, chosen, task, options, gone);
    const settings = { isLocal: connection.isLocal, queues, now: await accountTime(connection), onAccepted: gone };
    showResults(await redrive(clients, chosen, settings), failed, options);
  } finally {
    await putBack(clients, [...taken]);
  }
}

function pick(failed: readonly FailedEvent[], number: number): FailedEvent {
  const found = failed[number - 1];
  if (found) return found;
  const range = failed.length === 0 ? "The queues are empty" : `The numbers go from 1 to ${failed.length}`;
  throw new Failure(`There is no failed event ${number}. ${range}.`, "List them: npx workshop dlq");
}

async function discardChosen(
  clients: DlqClients,
  connection: Connection,
  chosen: readonly FailedEvent[],
  { number, reason }: DiscardTask,
  options: DlqOptions,
  onDiscarded: (failed: FailedEvent) => void,
): Promise<void> {
  if (chosen.length === 0) {
    if (options.json) return sayJson([]);
    return say("The failure queues are empty: there is nothing to discard.");
  }
  if (number === undefined && !options.yes && !(await confirm(`Discard all ${chosen.length} messages?`, "--yes")))
    return say("Nothing was discarded.");
  const [by, now] = await Promise.all([callerArn(connection), accountTime(connection)]);
  const logGroup = connection.outputs.eventLogGroup;
  let count = 0;
  const records = await discard(clients, chosen, {
    logGroup,
    by,
    reason,
    now,
    onDiscarded: (failed) => {
      count++;
      onDiscarded(failed);
    },
  }).catch((error: unknown) => {
    throw new Failure(
      `${count} of ${chosen.length} discarded; the rest are still in their queues. ${errorInWords(error)}`,
      `It needs logs:CreateLogStream and logs:PutLogEvents on ${logGroup}, and sqs:DeleteMessage on the queues.`,
    );
  });
  if (options.json) return sayJson(records);
  for (const line of describeDiscarded(records)) say(line);
  note(`\nThe messages are kept in the log group ${logGroup}: npx workshop dlq discarded`);
}

async function callerArn({ client }: Connection): Promise<string> {
  const { Arn } = await new STSClient(client).send(new GetCallerIdentityCommand({}));
  return Arn ?? "unknown";
}

async function listDiscarded(clients: DlqClients, { outputs }: Connection, { json }: DlqOptions): Promise<void> {
  const records: Discarded[] = await readDiscarded(clients, outputs.eventLogGroup);
  if (json) return sayJson(records);
  if (records.length === 0) return say("Nothing was discarded.");
  for (const line of describeDiscarded(records)) say(line);
}

function list(failed: readonly FailedEvent[], { json }: DlqOptions): void {
  if (json) return sayJson(failed.map((one, index) => ({ number: index + 1, ...inJson(one) })));
  if (failed.length === 0) return say("The failure queues are empty.");
  for (const line of describeFailedList(failed)) say(line);
  note(
    `\nShow one: ${paint.bold("npx workshop dlq show 1")}. Fix the cause, then: ${paint.bold("npx workshop dlq redrive 1")} (or --all)`,
  );
  const permanent = failed.findIndex(({ kind }) => kind === "permanent");
  if (permanent < 0) return;
  note(
    `A permanent failure fails again until its code or its event is fixed. If it never will be: ${paint.bold(`npx workshop dlq discard ${permanent + 1} --reason "…"`)}`,
  );
}

function show(failed: FailedEvent, { json }: DlqOptions): void {
  if (json) return sayJson({ ...inJson(failed), event: failed.event, body: failed.message.Body });
  for (const line of describeFailed(failed)) say(line);
}

function showResults(redriven: readonly Redriven[], failed: readonly FailedEvent[], { json }: DlqOptions): void {
  if (redriven.some(({ kind }) => ["kept", "failed", "parked"].includes(kind))) process.exitCode = 1;
  const numbered = redriven.map((one) => ({ number: failed.indexOf(one.failed) + 1, ...one }));
  if (json) {
    return sayJson(numbered.map(({ failed: one, kind, ...rest }) => ({ ...inJson(one), ...rest, outcome: kind })));
  }
  if (numbered.length === 0) return say("The failure queues are empty: there is nothing to redrive.");
  const rows = numbered.map((one) => [
    `${one.number}`,
    `${typeOf(one.failed)} ${one.failed.event?.detail?.bookingId ?? ""}`,
    `→ ${one.failed.target}`,
    outcomeInWords(one),
  ]);
  for (const line of table(rows)) say(line);
}

function outcomeInWords(outcome: Redriven): string {
  if (outcome.kind === "done") return paint.green("done");
  if (outcome.kind === "running") return "accepted by Lambda, and still running";
  if (outcome.kind === "stored")
    return `${paint.green("stored again")}, so the pipe publishes it: ${outcome.events.join(", ") || "nothing"}`;
  if (outcome.kind === "kept") return paint.red(`still in its queue: ${outcome.error}`);
  if (outcome.kind === "parked") return paint.red(`failed again, and is back in its queue: ${outcome.error}`);
  return paint.red(`failed again: ${outcome.error} (Lambda will retry it; if all retries fail, it comes back here)`);
}

function inJson({ layer, kind, cause, error, attempts, target, rule, event, at, queue, message }: FailedEvent) {
  return {
    layer,
    kind,
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

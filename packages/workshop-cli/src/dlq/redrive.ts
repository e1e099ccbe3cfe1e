import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { DlqClients } from "./dlq-clients.ts";
import { errorInWords } from "./error-in-words.ts";
import type { FailedEvent } from "./failed-event.ts";
import type { FailureQueue } from "./failure-queues.ts";
import { remove } from "./messages.ts";
import { findParkedAgain } from "./parked-again.ts";
import { type RunResult, watchRuns } from "./run-result.ts";
import { readStoredEvents, type StreamPosition, storeAgain } from "./stream-position.ts";

/** The result of redriving an event. */
export type Redriven = {
  failed: FailedEvent;
  /** The new invocation's request ID, if Lambda accepted the event. */
  requestId?: string;
} & (
  | RunResult
  /** The handler recognized a permanent failure again, and the event is back in the function's queue. */
  | { kind: "parked"; error: string }
  /** The events are stored in their items again, so that the pipe publishes them. */
  | { kind: "stored"; events: string[] }
  /** Lambda did not accept it, and it is still in its queue. */
  | { kind: "kept"; error: string }
);

export interface RedriveOptions {
  isLocal: boolean;
  /** The failure queues, in which an event may end again. */
  queues: readonly FailureQueue[];
  /** The account's time, in milliseconds since 1970; the new invocations log later than this. */
  now: number;
  /** Called with each event that Lambda has accepted. */
  onAccepted?: (failed: FailedEvent) => void;
}

/** Few enough at a time not to be throttled by Lambda. */
const atOnce = 5;

/**
 * Redrives events: invokes the target of each with the original event. It does not go to the bus again,
 * since the rule's other targets have received it already. What a pipe could not publish nobody has received: that is
 * read from the stream and stored again, for the pipe. A message is deleted once Lambda has accepted its event,
 * or it is stored; otherwise it stays in its queue.
 */
export async function redrive(
  clients: DlqClients,
  events: readonly FailedEvent[],
  { isLocal, queues, now, onAccepted = () => {} }: RedriveOptions,
): Promise<Redriven[]> {
  const sent: Array<{ failed: FailedEvent } & Sent> = [];
  const waiting = [...events];
  const work = async () => {
    for (let failed = waiting.shift(); failed; failed = waiting.shift()) {
      const outcome = await send(clients, failed);
      if (outcome.requestId || outcome.events) onAccepted(failed);
      sent.push({ failed, ...outcome });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));

  const runs = sent.flatMap(({ failed, requestId }) =>
    requestId === undefined ? [] : [{ functionName: failed.target, requestId }],
  );
  const results = await watchRuns(clients, runs, { since: now - 60_000, timeoutMs: isLocal ? 5_000 : 30_000, isLocal });
  const done = new Set([...results].flatMap(([requestId, { kind }]) => (kind === "done" ? [requestId] : [])));
  const parked = await findParkedAgain(clients, queues, done, { isLocal });
  const redriven = sent.map(({ failed, requestId, events: stored, error = "" }): Redriven => {
    if (stored) return { failed, kind: "stored", events: stored };
    if (requestId === undefined) return { failed, kind: "kept", error };
    const again = parked.get(requestId);
    if (again) return { failed, requestId, kind: "parked", error: again.error };
    return { failed, requestId, ...(results.get(requestId) ?? { kind: "running" }) };
  });
  return redriven.sort((a, b) => events.indexOf(a.failed) - events.indexOf(b.failed));
}

interface Sent {
  requestId?: string;
  events?: string[];
  error?: string;
}

async function send(clients: DlqClients, failed: FailedEvent): Promise<Sent> {
  if (failed.position) return await publishAgain(clients, failed, failed.position);
  if (failed.event === undefined) return { error: `it contains no event: ${failed.error}` };
  if (failed.target.startsWith("arn:"))
    return { error: `only functions can be invoked again, and its target is ${failed.target}` };
  try {
    const requestId = await invoke(clients, failed);
    // Delete the message last: if this process is killed here, the event is delivered twice instead of never.
    const error = await remove(clients, failed).then(
      () => undefined,
      (reason: unknown) => `Lambda accepted the event, but its message could not be deleted: ${errorInWords(reason)}`,
    );
    return error === undefined ? { requestId } : { error };
  } catch (error) {
    return { error: errorInWords(error) };
  }
}

async function publishAgain(clients: DlqClients, failed: FailedEvent, position: StreamPosition): Promise<Sent> {
  try {
    const events = await readStoredEvents(clients, position);
    for (const event of events) await storeAgain(clients, position.streamArn, event);
    await remove(clients, failed);
    return { events: events.map(({ detailType, bookingId }) => `${detailType} ${bookingId}`) };
  } catch (error) {
    return { error: errorInWords(error) };
  }
}

async function invoke({ lambda }: DlqClients, { target, event }: FailedEvent): Promise<string> {
  const { $metadata } = await lambda.send(
    new InvokeCommand({ FunctionName: target, InvocationType: "Event", Payload: JSON.stringify(event) }),
  );
  return $metadata.requestId ?? "unknown";
}

import { InvokeCommand } from "@aws-sdk/client-lambda";
import type { DlqClients } from "./dlq-clients.ts";
import type { FailedEvent } from "./failed-event.ts";
import { remove } from "./messages.ts";
import { type RunResult, watchRuns } from "./run-result.ts";

/** What became of an event that was tried again. */
export type Redriven = {
  failed: FailedEvent;
  /** Lambda's id of the new run, if Lambda took the event. */
  requestId?: string;
} & (
  | RunResult
  /** It could not be handed over, and is still in its queue. */
  | { kind: "kept"; error: string }
);

export interface RedriveOptions {
  isLocal: boolean;
  /** The account's time, in milliseconds since 1970: what the new runs log is of later. */
  now: number;
  /** Told of each event that Lambda has taken. */
  onTaken?: (failed: FailedEvent) => void;
}

/** As many at a time as do not make Lambda say that there are too many. */
const atOnce = 5;

/**
 * Tries events again: invokes the one target that each was for, with the event as it was. The other
 * targets of its rule had it already, which is why it does not go to the bus again. A message is
 * deleted once Lambda has taken its event, and stays where that fails.
 */
export async function redrive(
  clients: DlqClients,
  events: readonly FailedEvent[],
  { isLocal, now, onTaken = () => {} }: RedriveOptions,
): Promise<Redriven[]> {
  const handedOver: Array<{ failed: FailedEvent; requestId?: string; error?: string }> = [];
  const waiting = [...events];
  const work = async () => {
    for (let failed = waiting.shift(); failed; failed = waiting.shift()) {
      const outcome = await handOver(clients, failed);
      if (outcome.requestId) onTaken(failed);
      handedOver.push({ failed, ...outcome });
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));

  const runs = handedOver.flatMap(({ failed, requestId }) =>
    requestId === undefined ? [] : [{ functionName: failed.target, requestId }],
  );
  const results = await watchRuns(clients, runs, { since: now - 60_000, timeoutMs: isLocal ? 5_000 : 30_000, isLocal });
  const redriven = handedOver.map(({ failed, requestId, error = "" }): Redriven => {
    if (requestId === undefined) return { failed, kind: "kept", error };
    return { failed, requestId, ...(results.get(requestId) ?? { kind: "running" }) };
  });
  return redriven.sort((a, b) => events.indexOf(a.failed) - events.indexOf(b.failed));
}

async function handOver(clients: DlqClients, failed: FailedEvent): Promise<{ requestId?: string; error?: string }> {
  if (failed.event === undefined) return { error: `it holds no event: ${failed.error}` };
  if (failed.target.startsWith("arn:"))
    return { error: `only functions can be tried again, and this was for ${failed.target}` };
  try {
    const requestId = await invoke(clients, failed);
    // Not before: were we to die here, the event would come twice, and not never.
    const error = await remove(clients, failed).then(
      () => undefined,
      (reason: unknown) => `Lambda took the event, and its message could not be deleted: ${inWords(reason)}`,
    );
    return error === undefined ? { requestId } : { error };
  } catch (error) {
    return { error: inWords(error) };
  }
}

async function invoke({ lambda }: DlqClients, { target, event }: FailedEvent): Promise<string> {
  const { $metadata } = await lambda.send(
    new InvokeCommand({ FunctionName: target, InvocationType: "Event", Payload: JSON.stringify(event) }),
  );
  return $metadata.requestId ?? "unknown";
}

function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

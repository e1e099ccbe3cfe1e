import type { PutEventsRequestEntry, PutEventsResponse } from "@aws-sdk/client-eventbridge";
import type { Account, RoleSession } from "../../../core/account.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Wire } from "../../../core/service.ts";
import { isTransient } from "../../../core/transient.ts";
import type { StoredPipe } from "../stored-pipe.ts";
import type { PipeEvent } from "../template/pipe-event.ts";
import { EntryError, entryFor } from "./entry.ts";

/** An event that did not get to the bus. */
export interface Failure {
  event: PipeEvent;
  /**
   * Whether it counts as a retry: a customer invocation error does; an internal error, such as a broken connection, does not
   * ("Amazon EventBridge Pipes error handling and troubleshooting").
   */
  counts: boolean;
}

/**
 * Puts events on the pipe's bus in one call, as the pipe's role. An event that cannot be sent fails without the others.
 *
 * @returns the events that failed, in their order
 */
export async function putEvents(
  account: Account,
  pipe: StoredPipe,
  role: RoleSession,
  events: readonly PipeEvent[],
): Promise<Failure[]> {
  const made = events.map((event) => ({ event, entry: entryOrError(account, pipe, event) }));
  const entries = made.flatMap(({ entry }) => (entry instanceof EntryError ? [] : [entry]));
  const answers = entries.length > 0 ? await put(account, role, entries) : [];
  return made.flatMap(({ event, entry }) => {
    if (entry instanceof EntryError) return [{ event, counts: true }];
    const answer = answers.shift()!;
    return answer === "accepted" ? [] : [{ event, counts: answer === "refused" }];
  });
}

type Answer = "accepted" | "refused" | "failed";

async function put(
  account: Account,
  principal: RoleSession,
  Entries: Wire<PutEventsRequestEntry>[],
): Promise<Answer[]> {
  try {
    const call = { service: "events", operation: "PutEvents", input: { Entries }, principal } as const;
    const response = await account.call<Wire<PutEventsResponse>>(call);
    return response.Entries!.map(({ ErrorCode }) => answerOf(ErrorCode));
  } catch (error) {
    return Entries.map(() => (isTransient(error) ? "failed" : "refused"));
  }
}

function answerOf(errorCode: string | undefined): Answer {
  if (errorCode === undefined) return "accepted";
  // "PutEventsResultEntry": the two codes that are worth a retry without a change.
  if (errorCode === "InternalFailure" || errorCode === "InternalException") return "failed";
  return isTransient(new AwsError(errorCode, "")) ? "failed" : "refused";
}

function entryOrError(account: Account, pipe: StoredPipe, event: PipeEvent) {
  try {
    return entryFor(pipe, event, account.clock.now());
  } catch (error) {
    if (error instanceof EntryError) return error;
    throw error;
  }
}

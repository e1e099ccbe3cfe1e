import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { vi } from "vitest";

/** A call that a handler made: "PutEvents" or, of the document client, "Put", and its input. */
export interface Call {
  operation: string;
  // biome-ignore lint/suspicious/noExplicitAny: each operation has its own input, and a test states what it expects
  input: any;
}

/** Each operation's response, by its name. The function gets the input, and may throw. */
// biome-ignore lint/suspicious/noExplicitAny: as above
export type Answers = Record<string, (input: any) => unknown>;

/**
 * Answers the handlers' AWS calls in this process, so that a unit test needs no cloud. Returns the calls in
 * order. An operation without an answer fails; by default, only PutEvents has one, which accepts every event.
 */
export function fakeAws(answers: Answers = {}): Call[] {
  const calls: Call[] = [];
  const all: Answers = { PutEvents: () => ({ FailedEntryCount: 0, Entries: [{ EventId: "e-1" }] }), ...answers };
  const send = async (command: object & { input?: unknown }) => {
    const operation = command.constructor.name.replace(/Command$/, "");
    // A copy, since the handler may change its input afterwards.
    const call = structuredClone({ operation, input: command.input });
    const answer = all[operation];
    if (!answer) throw new Error(`The handler calls ${operation}, but the test has no answer for it.`);
    calls.push(call);
    return answer(call.input);
  };
  for (const client of [EventBridgeClient, SNSClient, SQSClient, DynamoDBDocumentClient]) {
    vi.spyOn(client.prototype, "send").mockImplementation(send as never);
  }
  return calls;
}

/** The events that a handler published. */
export function published(calls: Call[]): { source: string; name: string; detail: Record<string, unknown> }[] {
  return calls
    .filter(({ operation }) => operation === "PutEvents")
    .flatMap(({ input }) => input.Entries)
    .map(({ Source, DetailType, Detail }) => ({ source: Source, name: DetailType, detail: JSON.parse(Detail) }));
}

/** The ids of the events that a handler published, repeats included. */
export function eventIds(calls: Call[]): string[] {
  return published(calls).map(({ detail }) => (detail.metadata as { eventId: string }).eventId);
}

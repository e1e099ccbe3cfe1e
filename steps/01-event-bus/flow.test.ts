import { PutEventsCommand, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { expect, test } from "vitest";
import { sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 1 });

test("1.3 writes every event on our bus to the log group", async () => {
  await put({ DetailType: "BookingCreated", EventBusName: stack.outputs.busName });
  await put({ DetailType: "AnythingElse", Source: "some.where.else", EventBusName: stack.outputs.busName });

  // Both happened in the same second, so their order in the log is not defined.
  expect((await stack.eventNames()).sort(), noEntry).toEqual(["AnythingElse", "BookingCreated"]);
});

test("does not log an event on the default bus", async () => {
  const answer = await put({ DetailType: "SentToTheDefaultBus" });

  expect(answer.FailedEntryCount, "the default bus accepts the event without an error").toBe(0);
  expect(await stack.eventNames()).not.toContain("SentToTheDefaultBus");
});

test("does not log an event that the pattern misses by one letter", async () => {
  await setCatchAllPattern({ source: ["aircraft.bookings"] });
  const answer = await put({ DetailType: "MissedByOneLetter", EventBusName: stack.outputs.busName });
  await setCatchAllPattern({ source: ["aircraft.booking"] });
  await put({ DetailType: "MatchedToTheLetter", EventBusName: stack.outputs.busName });

  expect(answer.FailedEntryCount, "an event that no rule matches is not an error").toBe(0);
  expect(await stack.eventNames()).not.toContain("MissedByOneLetter");
  expect(await stack.eventNames()).toContain("MatchedToTheLetter");
});

const noEntry =
  "the events did not reach the log group: its resource policy must allow events.amazonaws.com " +
  "and delivery.logs.amazonaws.com the actions logs:CreateLogStream and logs:PutLogEvents";

async function put(entry: { DetailType: string; Source?: string; EventBusName?: string }) {
  const Entries = [{ Source: "aircraft.booking", Detail: "{}", ...entry }];
  const answer = await stack.cloud.events.send(new PutEventsCommand({ Entries }));
  await stack.settle();
  return answer;
}

async function setCatchAllPattern(pattern: object) {
  const { busName: EventBusName } = stack.outputs;
  const EventPattern = JSON.stringify(pattern);
  await stack.cloud.events.send(new PutRuleCommand({ Name: "EveryEventRule", EventBusName, EventPattern }));
}

import { compilePattern, matches } from "@event-choreography/local-cloud/event-pattern";
import { beforeAll, expect, test } from "vitest";
import { actionsOf, type MockedStack, mockedStack, type Statement } from "../../test/support/mocked-stack.ts";

let before: MockedStack;
let stack: MockedStack;
beforeAll(async () => {
  [before, stack] = [await mockedStack({ step: 13 }), await mockedStack({ step: 14 })];
});

const handlers = ["booking-api", "booking-cancel", "booking-expire"];

test("14.1 turns on the booking table's stream, with both images", () => {
  const { streamEnabled, streamViewType } = stack.one("Table", { name: "BookingTable" }).inputs;

  expect(streamEnabled, "the booking table has no stream: streamEnabled").toBe(true);
  expect(streamViewType, "to see what is new, the pipe needs the old image and the new one").toBe("NEW_AND_OLD_IMAGES");
});

test("14.1 leaves the other tables without a stream", () => {
  for (const { inputs } of stack.all("Table").filter((table) => table.inputs.name !== "BookingTable")) {
    expect(inputs.streamEnabled, inputs.name).toBeUndefined();
  }
});

test.each<[string, boolean, object | undefined, object]>([
  ["a new booking", true, undefined, booking("BookingCreated")],
  ["a cancelled booking", true, booking("BookingCreated"), booking("BookingCancelled")],
  ["an expired booking", true, booking("BookingCreated"), booking("BookingExpired")],
  ["a cancelled booking from before step 9, which had no event", true, {}, booking("BookingCancelled")],
  ["a ticketed booking, which keeps its event", false, booking("BookingCreated"), booking("BookingCreated")],
  ["a mark on an event", false, booking("BookingCreated"), booking("BookingCreated", true)],
  ["a booking without an event", false, undefined, {}],
])("14.2 %s passes the filter: %s", (_, passes, OldImage, NewImage) => {
  const record = { eventSource: "aws:dynamodb", dynamodb: { NewImage, ...(OldImage && { OldImage }) } };

  expect(
    filters().some((pattern) => matches(compilePattern(pattern), record)),
    passes ? "a write that stores a new event must pass" : "a write without a new event must not pass",
  ).toBe(passes);
});

test("14.3 takes the event as it is stored, and its type from where it is stored", () => {
  const { inputTemplate, eventbridgeEventBusParameters } = stack.one("Pipe").inputs.targetParameters;

  expect(inputTemplate, "without a template, the bus gets the stream's whole record").toBe(
    "<$.dynamodb.NewImage.event.M.detail.S>",
  );
  expect(eventbridgeEventBusParameters, "one pipe publishes three kinds of event: the type is a path").toEqual({
    source: "aircraft.booking",
    detailType: "$.dynamodb.NewImage.event.M.detailType.S",
  });
});

test.each(handlers)("14.4 %s only writes: its new code publishes nothing, and it may not", async (name) => {
  const { code } = stack.one("Function", { name }).inputs;

  expect(await code.path, "point the function to its handler in `outbox`").toMatch(/-outbox(\+\w+)*$/);
  expect(
    stack.statementsOf(name).filter((statement) => actionsOf(statement).includes("events:PutEvents")),
    "the role may still publish: filter `allow`",
  ).toEqual([]);
});

test("reads the stream from its beginning, so that nothing written before the pipe runs is skipped", () => {
  const { dynamodbStreamParameters } = stack.one("Pipe").inputs.sourceParameters;

  expect(dynamodbStreamParameters).toMatchObject({
    startingPosition: "TRIM_HORIZON",
    deadLetterConfig: { arn: "arn:aws:sqs:us-east-1:000000000000:booking-outbox-failed" },
  });
});

test("lets the pipe publish only Booking's events, and read only this stream", () => {
  const statements: Statement[] = JSON.parse(
    stack.one("RolePolicy", { role: "booking-outbox" }).inputs.policy,
  ).Statement;
  const may = (action: string) => statements.find((statement) => actionsOf(statement).includes(action));

  expect(may("events:PutEvents")?.Condition?.StringEquals).toEqual({
    "events:source": "aircraft.booking",
    "events:detail-type": ["BookingCreated", "BookingCancelled", "BookingExpired"],
  });
  expect(may("dynamodb:GetRecords")?.Resource).toBe(stack.one("Table", { name: "BookingTable" }).outputs.streamArn);
  // ListStreams knows no resource.
  expect(statements.filter(({ Resource }) => Resource === "*").map(actionsOf)).toEqual([["dynamodb:ListStreams"]]);
});

test("lets the pipe through the bus policy, in place of Booking's functions", () => {
  const allowed = (each: MockedStack): string[] =>
    JSON.parse(each.one("EventBusPolicy").inputs.policy).Statement[0].Condition.StringNotEquals["aws:PrincipalArn"];
  const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`;

  expect(allowed(before)).toEqual(expect.arrayContaining(handlers.map(role)));
  expect(allowed(stack)).not.toEqual(expect.arrayContaining([role(handlers[0]!)]));
  expect(allowed(stack)).toContain(role("booking-outbox"));
});

/** A booking's image in the stream, with its stored event. */
function booking(detailType: string, published?: boolean) {
  const event = { detailType: { S: detailType }, detail: { S: "{}" }, ...(published && { published: { BOOL: true } }) };
  return { bookingId: { S: "B123" }, event: { M: event } };
}

function filters(): string[] {
  return stack
    .one("Pipe")
    .inputs.sourceParameters.filterCriteria.filters.map(({ pattern }: { pattern: string }) => pattern);
}

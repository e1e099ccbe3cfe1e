import { compilePattern, matches } from "@event-choreography/local-cloud/event-pattern";
import { beforeAll, expect, test } from "vitest";
import { deniesPut } from "../../test/support/bus-access.ts";
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
    expect(inputs.streamEnabled, `${inputs.name} needs no stream: only Booking has an outbox`).toBeUndefined();
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
    passes
      ? `no pattern matches, so its event would never be published. The first one is ${filters()[0]}`
      : `the write brings no new event, and the pipe would publish one. The first pattern is ${filters()[0]}`,
  ).toBe(passes);
});

test("14.3 takes the event as it is stored, and its type from where it is stored", () => {
  const { inputTemplate, eventbridgeEventBusParameters = {} } = stack.one("Pipe").inputs.targetParameters;
  const { source, detailType } = eventbridgeEventBusParameters;

  expect(inputTemplate, "without a template, the bus gets the stream's whole record").toBeDefined();
  expect(
    inputTemplate,
    "in a template, a path stands in < >. In a stream, each attribute has its type below it: M for a map, S for a string",
  ).toBe(path("detail", "<>"));
  expect(detailType, "one pipe publishes three kinds of event: the type is a path into the record, without < >").toBe(
    path("detailType"),
  );
  expect(
    source === path("source") ? "aircraft.booking" : source,
    "every event of Booking has one source, which is stored, too",
  ).toBe("aircraft.booking");
});

test.each(handlers)("14.4 %s only writes: its new code publishes nothing, and it may not", async (name) => {
  const { code } = stack.one("Function", { name }).inputs;

  expect(await code.path, "point the function to its handler in `outbox`").toMatch(/-outbox(\+\w+)*$/);
  const may = (each: MockedStack) => each.statementsOf(name).flatMap(actionsOf);
  expect(may(stack), "the role may still publish: filter `allow`").not.toContain("events:PutEvents");
  expect(may(stack), "what the function needs besides publishing must stay").toEqual(
    may(before).filter((action) => action !== "events:PutEvents"),
  );
  expect(
    exempted(stack).filter((role) => role.endsWith(`/${name}`)),
    "step 13's bus policy still lists the function as a publisher: it must say that it publishes nothing",
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
  const role = (name: string) => `arn:aws:iam::000000000000:role/${name}`;

  expect(exempted(before)).toEqual(expect.arrayContaining(handlers.map(role)));
  expect(exempted(stack)).toContain(role("booking-outbox"));
});

/** Those of the functions' roles and the pipe's that the bus policy lets through. */
function exempted(each: MockedStack): string[] {
  const { policy } = each.one("EventBusPolicy").inputs;
  return each
    .all("Role")
    .map(({ outputs }) => outputs.arn)
    .filter((arn) => !deniesPut(policy, arn));
}

/** The path to a part of the stored event, in a record of the stream. */
function path(part: string, [open, close] = ""): string {
  return `${open ?? ""}$.dynamodb.NewImage.event.M.${part}.S${close ?? ""}`;
}

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

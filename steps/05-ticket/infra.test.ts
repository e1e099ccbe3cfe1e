import { beforeAll, expect, test } from "vitest";
import { patternProblem } from "../../test/support/event-pattern.ts";
import { type MockedStack, mockedStack } from "../../test/support/mocked-stack.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 5 });
});

test("5.1 matches SeatAssigned of the Seat Assignment service on our bus", () => {
  const { eventBusName, eventPattern } = stack.one("EventRule", { name: "SeatAssignedRule" }).inputs;

  const wanted = { source: ["aircraft.seat-assignment"], "detail-type": ["SeatAssigned"] };

  expect(eventBusName).toBe("AircraftBookingBus");
  expect(JSON.parse(eventPattern), patternProblem(eventPattern, wanted)).toEqual(wanted);
});

test("5.1 sends it only to the ticket function", () => {
  const { arn } = stack.one("EventTarget", { rule: "SeatAssignedRule" }).inputs;

  expect(arn, "the target has the wrong arn: to: [ticketIssue]").toBe(
    "arn:aws:lambda:us-east-1:000000000000:function:ticket-issue",
  );
});

test("5.1 lets that rule invoke the function", () => {
  const { sourceArn } = stack.one("Permission", { function: "ticket-issue" }).inputs;

  expect(sourceArn).toBe(stack.one("EventRule", { name: "SeatAssignedRule" }).outputs.arn);
});

test("changes no resource of earlier steps", async () => {
  const before = await mockedStack({ step: 4 });

  for (const { type, name, inputs } of before.resources) {
    expect(stack.resources.find((now) => now.type === type && now.name === name)?.inputs, name).toEqual(inputs);
  }
});

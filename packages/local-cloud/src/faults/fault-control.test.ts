import { expect, test } from "vitest";
import type { CallRequest } from "../core/account.ts";
import { Activity } from "../core/activity.ts";
import { Random } from "../core/random.ts";
import { VirtualClock } from "../core/virtual-clock.ts";
import type { FaultInput } from "./fault.ts";
import { FaultControl } from "./fault-control.ts";

function control(seed = 1, ...faults: FaultInput[]): FaultControl {
  const made = new FaultControl({ random: new Random(seed), clock: new VirtualClock(new Activity()) });
  for (const fault of faults) made.add(fault);
  return made;
}

const byFunction = (functionName: string): CallRequest["principal"] => ({
  kind: "role",
  accountId: "000000000000",
  roleName: `${functionName}-role`,
  sessionName: functionName,
  functionName,
  environmentId: "environment-1",
});

function call(service: CallRequest["service"], operation: string, functionName = "payment-charge"): CallRequest {
  return { service, operation, input: {}, principal: byFunction(functionName) };
}

function delivery(rule: string, target = "arn:aws:lambda:us-east-1:000000000000:function:payment-charge") {
  const ruleArn = `arn:aws:events:us-east-1:000000000000:rule/AircraftBookingBus/${rule}`;
  return { ruleArn, targetArn: target, eventId: "event-1" };
}

test("injects nothing without a fault", () => {
  const faults = control();

  expect(faults.onCall(call("dynamodb", "PutItem"))).toBeUndefined();
  expect(faults.onDelivery(delivery("BookingCreatedRule"))).toBeUndefined();
  expect(faults.onInvoke({ functionName: "payment-charge", requestId: "1" })).toBeUndefined();
});

test.each([
  ["dynamodb", "PutItem", "ProvisionedThroughputExceededException", 400],
  ["events", "PutEvents", "ThrottlingException", 400],
  ["lambda", "Invoke", "TooManyRequestsException", 429],
] as const)("throttles %s.%s with the service's own error", (service, operation, code, status) => {
  const faults = control(1, { kind: "throttle", call: `${service}.${operation}` });

  expect(faults.onCall(call(service, operation))).toMatchObject({ kind: "refuse", code, status });
});

test("a fault on one call of one function affects no other calls or functions", () => {
  const faults = control(1, { kind: "lose-answer", call: "events.PutEvents", function: "payment-charge" });

  expect(faults.onCall(call("events", "PutEvents"))).toEqual({ kind: "lose-answer" });
  expect(faults.onCall(call("events", "PutRule"))).toBeUndefined();
  expect(faults.onCall(call("dynamodb", "PutItem"))).toBeUndefined();
  expect(faults.onCall(call("events", "PutEvents", "seat-assign"))).toBeUndefined();
});

test("a star stands for any operation, or for any call", () => {
  const ofService = control(1, { kind: "refuse", call: "dynamodb.*" });
  const ofAll = control(1, { kind: "refuse", call: "*", code: "InternalFailure", status: 500 });

  expect(ofService.onCall(call("dynamodb", "Query"))).toMatchObject({ code: "ServiceUnavailable", status: 503 });
  expect(ofService.onCall(call("events", "PutEvents"))).toBeUndefined();
  expect(ofAll.onCall(call("events", "PutEvents"))).toMatchObject({ code: "InternalFailure", status: 500 });
});

test("injects a fault for the next two calls twice", () => {
  const faults = control(1, { kind: "throttle", call: "dynamodb.PutItem", next: 2 });

  const outcomes = [1, 2, 3].map(() => faults.onCall(call("dynamodb", "PutItem")) !== undefined);

  expect(outcomes).toEqual([true, true, false]);
  expect(faults.list()).toMatchObject([{ id: "fault-1", injected: 2 }]);
});

test("injects with the given probability, and into the same calls for the same seed", () => {
  const outcomes = (seed: number) => {
    const faults = control(seed, { kind: "throttle", call: "dynamodb.PutItem", probability: 0.3 });
    return Array.from({ length: 1000 }, () => faults.onCall(call("dynamodb", "PutItem")) !== undefined);
  };

  const first = outcomes(5);

  expect(first.filter(Boolean).length).toBeGreaterThan(250);
  expect(first.filter(Boolean).length).toBeLessThan(350);
  expect(outcomes(5)).toEqual(first);
  expect(outcomes(6)).not.toEqual(first);
});

test("a further fault does not change when an earlier one is injected", () => {
  const outcomes = (...further: FaultInput[]) => {
    const faults = control(5, { kind: "throttle", call: "dynamodb.PutItem", probability: 0.5 }, ...further);
    return Array.from({ length: 50 }, () => {
      faults.onDelivery(delivery("BookingCreatedRule"));
      return faults.onCall(call("dynamodb", "PutItem")) !== undefined;
    });
  };

  expect(outcomes({ kind: "duplicate", probability: 0.5 })).toEqual(outcomes());
});

test("injects a crash into functions' calls only", () => {
  const faults = control(1, { kind: "crash", when: "after", call: "events.PutEvents" });
  const fromOutside = { ...call("events", "PutEvents"), principal: { kind: "account" as const, accountId: "0" } };

  expect(faults.onCall(call("events", "PutEvents"))).toEqual({ kind: "crash", when: "after" });
  expect(faults.onCall(fromOutside)).toBeUndefined();
});

test("a fault on a rule affects the calls that deliver that rule's events", () => {
  const faults = control(1, { kind: "refuse", call: "lambda.Invoke", rule: "BookingCreatedRule" });
  const invoke = (rule: string): CallRequest => ({
    service: "lambda",
    operation: "Invoke",
    input: {},
    principal: {
      kind: "service",
      service: "events.amazonaws.com",
      sourceArn: delivery(rule).ruleArn,
      sourceAccount: "000000000000",
    },
  });

  expect(faults.onCall(invoke("BookingCreatedRule"))).toBeDefined();
  expect(faults.onCall(invoke("SeatAssignedRule"))).toBeUndefined();
});

test("duplicates or delays deliveries by rule and by the target's name or ARN", () => {
  const target = "arn:aws:sqs:us-east-1:000000000000:Inbox";
  const faults = control(
    1,
    { kind: "duplicate", rule: "BookingCreatedRule", target: "payment-charge" },
    { kind: "delay", ms: 5000, target },
  );

  expect(faults.onDelivery(delivery("BookingCreatedRule"))).toEqual({ kind: "duplicate" });
  expect(faults.onDelivery(delivery("SeatAssignedRule"))).toBeUndefined();
  expect(faults.onDelivery(delivery("SeatAssignedRule", target))).toEqual({ kind: "delay", ms: 5000 });
});

test("reorder delays each delivery by a random time within the limit", () => {
  const faults = control(1, { kind: "reorder", ms: 100 });

  const waits = Array.from({ length: 20 }, () => faults.onDelivery(delivery("BookingCreatedRule")));

  expect(new Set(waits.map((wait) => (wait as { ms: number }).ms)).size).toBeGreaterThan(10);
  for (const wait of waits) expect(wait).toMatchObject({ kind: "delay", ms: expect.toSatisfy((ms) => ms <= 100) });
});

test("delays each run of a slow function", () => {
  const faults = control(1, { kind: "slow", function: "ticket-issue", ms: 4000 });

  expect(faults.onInvoke({ functionName: "ticket-issue", requestId: "1" })).toEqual({ kind: "slow", ms: 4000 });
  expect(faults.onInvoke({ functionName: "seat-assign", requestId: "2" })).toBeUndefined();
});

test("an eventual fault without a name applies to every change, for five seconds", () => {
  const faults = control(1, { kind: "eventual" });

  for (const of of ["rule", "role", "function", "bus"] as const) {
    expect(faults.onChange({ of, name: "any" })).toEqual({ kind: "eventual", ms: 5000, fault: "fault-1" });
  }
});

test("an eventual fault with names applies to what it names, where a star is any", () => {
  const faults = control(1, { kind: "eventual", rule: "BookingCreatedRule", role: "*", ms: 1000, probability: 1 });

  expect(faults.onChange({ of: "rule", name: "BookingCreatedRule" })).toMatchObject({ ms: 1000 });
  expect(faults.onChange({ of: "rule", name: "SeatAssignedRule" })).toBeUndefined();
  expect(faults.onChange({ of: "role", name: "payment-charge" })).toMatchObject({ ms: 1000 });
  expect(faults.onChange({ of: "function", name: "payment-charge" })).toBeUndefined();
  expect(faults.list(), "calls, deliveries and runs are not its concern").toMatchObject([{ injected: 2 }]);
});

test("lists injections with their time and place, until they are cleared", () => {
  const faults = control(1, { kind: "throttle", call: "dynamodb.PutItem" });
  faults.onCall(call("dynamodb", "PutItem"));

  expect(faults.injections()).toEqual([
    { at: Date.UTC(2026, 0, 1, 12), fault: "fault-1", kind: "throttle", into: "dynamodb.PutItem" },
  ]);
  faults.clear();
  expect(faults.injections()).toEqual([]);
  expect(faults.onCall(call("dynamodb", "PutItem"))).toBeUndefined();
});

test.each([
  [{ kind: "explode" }, 'kind: is "explode"; expected one of duplicate, delay, reorder, lose-answer'],
  [{}, "kind: is missing; expected one of"],
  [{ kind: "throttle" }, "call: "],
  [{ kind: "throttle", call: "PutItem" }, 'call: must be service.operation, e.g. "dynamodb.PutItem"'],
  [{ kind: "throttle", call: "dynamodb.PutItem", probability: 1.5 }, "probability: "],
  [{ kind: "duplicate", function: "x" }, "function: unknown for the kind duplicate; allowed are rule, target"],
  [{ kind: "crash", call: "events.PutEvents", when: "during" }, "when: "],
  [{ kind: "delay", ms: -1 }, "ms: "],
])("refuses an invalid fault with the member and what is allowed: %j", (input, message) => {
  expect(() => control().add(input as FaultInput)).toThrow(message);
});

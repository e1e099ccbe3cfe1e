import { expect, test } from "vitest";
import type { CallRequest } from "../core/account.ts";
import { noFaults } from "../core/no-faults.ts";
import { Random } from "../core/random.ts";
import { SerialMode } from "./serial-mode.ts";

const functions = ["payment-charge", "seat-assign", "ticket-issue"];
const calls = ["dynamodb.GetItem", "dynamodb.PutItem", "events.PutEvents"];

/** Runs three functions at once, each with three calls; `jitter` simulates the machine's timing. */
async function run(seed: number, jitter: Random): Promise<readonly string[]> {
  const serial = new SerialMode({ faults: noFaults, random: new Random(seed) });
  let pending = 0;

  const runFunction = async (functionName: string) => {
    serial.onInvoke({ functionName, requestId: functionName });
    for (const call of calls) {
      await turns(jitter.below(10));
      const ended = await serial.turn(callOf(functionName, call));
      pending++;
      expect(pending, "calls in progress at a time").toBe(1);
      await turns(jitter.below(10));
      pending--;
      ended();
    }
    await turns(jitter.below(10));
    serial.onInvokeEnd({ requestId: functionName });
  };
  await Promise.all(functions.map(runFunction));
  return serial.released;
}

function callOf(functionName: string, call: string): CallRequest {
  const [service, operation] = call.split(".") as [CallRequest["service"], string];
  return {
    service,
    operation,
    input: {},
    principal: {
      kind: "role",
      accountId: "000000000000",
      roleName: functionName,
      sessionName: functionName,
      functionName,
      environmentId: "environment-1",
    },
  };
}

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

test("releases the same calls in the same order for the same seed, whatever the timing", async () => {
  const first = await run(7, new Random(1));

  expect(first).toHaveLength(functions.length * calls.length);
  for (let timing = 2; timing < 8; timing++) expect(await run(7, new Random(timing))).toEqual(first);
});

test("releases calls in another order for another seed", async () => {
  const orders = await Promise.all([1, 2, 3, 4].map((seed) => run(seed, new Random(1))));

  expect(new Set(orders.map((order) => order.join())).size).toBeGreaterThan(1);
});

test("holds a function's call while another function works", async () => {
  const serial = new SerialMode({ faults: noFaults, random: new Random(1) });
  serial.onInvoke({ functionName: "payment-charge", requestId: "1" });
  serial.onInvoke({ functionName: "seat-assign", requestId: "2" });

  const turn = serial.turn(callOf("payment-charge", "events.PutEvents"));
  await turns(50);
  expect(serial.released, "while seat-assign runs").toEqual([]);
  serial.onInvokeEnd({ requestId: "2" });
  await turn;

  expect(serial.released).toEqual(["payment-charge events.PutEvents"]);
});

test("a function that waits for another one blocks no call", async () => {
  const serial = new SerialMode({ faults: noFaults, random: new Random(1) });
  serial.onInvoke({ functionName: "payment-charge", requestId: "1" });
  await serial.turn(callOf("payment-charge", "lambda.Invoke"));
  serial.onInvoke({ functionName: "seat-assign", requestId: "2" });

  await serial.turn(callOf("seat-assign", "dynamodb.PutItem"));

  expect(serial.released).toEqual(["payment-charge lambda.Invoke", "seat-assign dynamodb.PutItem"]);
});

test("a request to a function's URL does not block the function's calls", async () => {
  const serial = new SerialMode({ faults: noFaults, random: new Random(1) });
  const principal = { kind: "account" as const, accountId: "000000000000" };
  await serial.turn({ service: "lambda", operation: "InvokeFunctionUrl", input: {}, principal });
  serial.onInvoke({ functionName: "booking-api", requestId: "1" });

  await serial.turn(callOf("booking-api", "dynamodb.PutItem"));

  expect(serial.released).toEqual(["booking-api dynamodb.PutItem"]);
});

test("releases at once the calls that no function makes", async () => {
  const serial = new SerialMode({ faults: noFaults, random: new Random(1) });
  serial.onInvoke({ functionName: "payment-charge", requestId: "1" });
  const principal = { kind: "account" as const, accountId: "000000000000" };

  await serial.turn({ service: "events", operation: "PutEvents", input: {}, principal });

  expect(serial.released).toEqual([]);
});

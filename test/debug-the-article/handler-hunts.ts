import { isDeepStrictEqual } from "node:util";
import type { AttributeValue } from "@aws-sdk/client-dynamodb";
import { allowEverything, invoke, invokeLater } from "@event-choreography/local-cloud/testing";
import { list, times } from "./command-hunts.ts";
import type { Hunt } from "./hunt.ts";
import { commandsExcept, type Envelope, type Sketch } from "./sketch.ts";
import { SketchCloud } from "./sketch-cloud.ts";

const name = "seat-assignment";

/** Hunts 8 to 17: the mistakes in seat-assignment.mjs, and in what surrounds it. */
export const handlerHunts: Record<number, Hunt> = {
  8: {
    title: "The customer has paid",
    word: "error",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createSeatAssignment(withoutTypo(sketch));
      return await callOnce(cloud, sketch.event);
    },
  },
  9: {
    title: "It fails one line later",
    word: "error",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createSeatAssignment(sketch.handler);
      return await callOnce(cloud, complete(sketch));
    },
  },
  10: {
    title: "A payment changes",
    word: "later",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createSeatAssignment(withoutTypo(sketch));
      const payment = { BookingID: { S: "B123" }, PaymentID: { S: "PAY001" }, Amount: { N: "300" } };
      await cloud.putItem("PaymentTable", payment);
      await invoke(cloud.aws, name, complete(sketch));
      const [item = {}] = await cloud.items("PaymentTable");
      return {
        lines: [`Payment B123 before: ${namesOf(payment)}`, `Payment B123 after:  ${namesOf(item)}`],
        fixed: isDeepStrictEqual(item, payment),
      };
    },
  },
  11: {
    title: "Two customers",
    word: "silence",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createSeatAssignment(withoutTypo(sketch));
      for (const bookingId of ["B123", "B124"]) await invoke(cloud.aws, name, complete(sketch, { bookingId }));
      await cloud.aws.clock.settle();
      const seats = (await cloud.receivedBy("consumer")).map(({ bookingId, seat }) => `${bookingId} ${seat}`);
      return {
        // Both in one millisecond: the order of their delivery is not defined.
        lines: [`SeatAssigned on the bus: ${list(seats.sort())}`],
        fixed: new Set(seats.map((seat) => seat.split(" ")[1])).size === 2,
      };
    },
  },
  12: {
    title: "The function succeeds, and the chain stops",
    word: "silence",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      const Condition = { StringEquals: { "events:detail-type": "SeatAssigned" } };
      const refuse = { Effect: "Deny" as const, Action: "events:PutEvents", Resource: "*", Condition };
      await cloud.createSeatAssignment(withoutTypo(sketch), [allowEverything, refuse]);
      const { functionError, answer } = await call(cloud, complete(sketch));
      const events = await cloud.receivedBy("consumer");
      return {
        lines: [
          "The bus refuses SeatAssigned: the role may not publish it.",
          `${name}: ${answer}`,
          `SeatAssigned on the bus: ${events.length}`,
        ],
        fixed: functionError !== undefined,
      };
    },
  },
  13: {
    title: "A crash",
    word: "later",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createSeatAssignment(withoutTypo(sketch));
      const crash = cloud.aws.faults.add({
        kind: "crash",
        when: "before",
        call: "events.PutEvents",
        function: name,
        next: 1,
      });
      const { answer } = await call(cloud, complete(sketch));
      const stored = [...(await cloud.items("PaymentTable")), ...(await cloud.items("SeatTable"))];
      const lost = await cloud.receivedBy("consumer");
      cloud.aws.faults.remove(crash.id);
      await call(cloud, complete(sketch));
      const events = await cloud.receivedBy("consumer");
      const hasEvent = JSON.stringify(stored).includes("SeatAssigned");
      return {
        lines: [
          `${name}: ${answer}`,
          `Items in the tables: ${stored.length}. SeatAssigned on the bus: ${lost.length}`,
          `The stored item contains the event to publish: ${hasEvent ? "yes" : "no"}`,
        ],
        fixed: hasEvent && events.length === 1,
      };
    },
  },
  14: {
    title: "A bad day",
    word: "silence",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createSeatAssignment(
        'export const handler = async () => { throw new Error("The seat map is down"); };',
      );
      await cloud.createFunctions();
      await cloud.run(commandsExcept(sketch).filter((words) => !words.includes("put-events")));
      await invokeLater(cloud.aws, name, complete(sketch));
      await cloud.aws.clock.settle();
      const runs = await cloud.runsOf(name);
      const kept = (await cloud.messages()).filter((body) => body.includes("B123"));
      await cloud.aws.clock.settle(24 * 60 * 60_000);
      const later = (await cloud.runsOf(name)) - runs;
      return {
        lines: [
          `${name} throws today. Lambda ran it ${times(runs)}, and on the next day ${times(later)}.`,
          `Queues that hold the event of B123: ${kept.length}`,
        ],
        fixed: kept.length > 0,
      };
    },
  },
  15: {
    title: "The same event again",
    word: "later",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createSeatAssignment(withoutTypo(sketch));
      await cloud.connect("PaymentConfirmed", { "detail-type": ["PaymentConfirmed"] }, name);
      cloud.aws.faults.add({ kind: "duplicate", target: name });
      await cloud.putEvent(complete(sketch));
      const events = await cloud.receivedBy("consumer");
      return {
        lines: ["PaymentConfirmed on the bus: 1", `SeatAssigned on the bus:     ${events.length}`],
        fixed: events.length === 1,
      };
    },
  },
  16: {
    title: "The payment fails",
    word: "silence",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createSeatAssignment(withoutTypo(sketch));
      await cloud.createFunctions();
      await cloud.run(commandsExcept(sketch).filter((words) => !words.includes("put-events")));
      const failed = complete(sketch, { status: "FAILED", reason: "The card is declined" });
      failed["detail-type"] = "PaymentFailed";
      await cloud.putEvent(failed);
      const matched = await cloud.rulesThatMatch(failed);
      const cancelled = await cloud.receivedBy("booking-cancel");
      const { answer, log } = await call(cloud, failed);
      return {
        lines: [
          `PaymentFailed is on the bus. Rules that matched: ${list(matched)}`,
          `booking-cancel ran ${times(cancelled.length)}`,
          `If seat-assignment receives it: ${answer}`,
          ...(log ? [`Its log: ${log}`] : []),
        ],
        fixed: cancelled.length === 1,
      };
    },
  },
  17: {
    title: "What it says at three in the morning",
    word: "later",
    async run(sketch) {
      await using cloud = await SketchCloud.start();
      await cloud.createSeatAssignment(withoutTypo(sketch));
      const { answer } = await call(cloud, complete(sketch));
      return { lines: [`${name}: ${answer}`], fixed: !/payment/i.test(answer) };
    },
  },
};

/** The handler without mistake 9, which would hide the others. */
function withoutTypo({ handler }: Sketch): string {
  return handler.replace("toIsoString", "toISOString");
}

/** The sketch's event with all fields that the handler reads: without mistake 8. */
function complete({ event }: Sketch, more: Record<string, unknown> = {}): Envelope {
  return { ...event, detail: { flightId: "FLIGHT001", amount: 300, ...event.detail, ...more } };
}

async function callOnce(cloud: SketchCloud, event: Envelope) {
  const { functionError, answer } = await call(cloud, event);
  return { lines: [`${name}: ${answer}`], fixed: functionError === undefined };
}

/** Calls the function and waits for its effects. Returns its answer or its error as one line. */
async function call(cloud: SketchCloud, event: Envelope) {
  const { functionError, payload, log } = await invoke(cloud.aws, name, event, true);
  await cloud.aws.clock.settle();
  const answer = functionError
    ? `${payload.errorType}: ${String(payload.errorMessage).replace(/^RequestId: \S+ Error: /, "")}`
    : JSON.stringify(payload);
  const line = log.split("\n").find((each) => each.includes("\tINFO\t"));
  return { functionError, answer, log: line?.split("\t").at(-1) };
}

function namesOf(item: Record<string, AttributeValue>): string {
  return Object.keys(item).sort().join(", ");
}

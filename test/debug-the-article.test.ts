import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { PutItemCommand } from "@aws-sdk/client-dynamodb";
import { PutEventsCommand, type PutEventsRequestEntry, PutRuleCommand } from "@aws-sdk/client-eventbridge";
import { allowEverything, invoke, invokeLater } from "@event-choreography/local-cloud/testing";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { contracts } from "../services/events/contracts.ts";
import { busName, SketchCloud } from "./debug-the-article/sketch-cloud.ts";

const page = readFileSync("docs/debug-the-article.md", "utf8").replaceAll("\r\n", "\n");

/** How a mistake shows: at once, never, or only when something else goes wrong. */
type Word = "error" | "silence" | "later";

interface Hunt {
  word: Word;
  /** Makes the mistake in the local cloud. Returns the symptom, as the page quotes it. */
  show: () => Promise<string>;
}

let cloud: SketchCloud;
beforeEach(async () => {
  cloud = await SketchCloud.start();
});
afterEach(() => cloud.close());

const bookingCreated = '{"source":["aircraft.booking"],"detail-type":["BookingCreated"]}';
const confirmed = { status: "SUCCESS", bookingId: "B123", customerId: "CUST001", paymentId: "PAY001" };
/** With the fields that the handler reads, although its event does not have them. */
const complete = { ...confirmed, flightId: "FLIGHT001", amount: 300 };

const hunts: Record<number, Hunt> = {
  1: {
    word: "error",
    async show() {
      const commands = commandsOf("docs/debug-the-article/commands.sh");
      expect(commands).toContain("aws events put-rule --name PaymentProcessingRule");
      return await errorOf(cloud.aws.events.send(new PutRuleCommand({ Name: "PaymentProcessingRule" })));
    },
  },
  2: {
    word: "error",
    async show() {
      await cloud.createBus();
      await cloud.putRule("PaymentProcessingRule", bookingCreated);
      return await errorOf(cloud.putTarget("BookingCreatedRule", undefined));
    },
  },
  3: {
    word: "silence",
    async show() {
      const runs = await cloud.createPaymentFunction({ mayBeInvoked: true });
      // The default bus has an unrelated rule of the same name.
      for (const EventBusName of [busName, "default"]) {
        await cloud.putRule("BookingCreatedRule", bookingCreated, EventBusName);
      }
      await cloud.putTarget("BookingCreatedRule", undefined);

      const answer = await cloud.putEvent({ EventBusName: busName });
      expect(await runs()).toBe(0);
      await cloud.putEvent({});
      expect(await runs(), "an unrelated event on the default bus").toBe(1);
      return answer;
    },
  },
  4: {
    word: "silence",
    async show() {
      const runs = await cloud.createPaymentFunction({ mayBeInvoked: false });
      await cloud.putRule("BookingCreatedRule", bookingCreated);
      await cloud.putTarget("BookingCreatedRule", busName);

      const answer = await cloud.putEvent({ EventBusName: busName });
      expect(await runs()).toBe(0);
      return answer;
    },
  },
  5: {
    word: "error",
    async show() {
      const entry = { source: "aircraft.booking", "detail-type": "BookingCreated", detail: { bookingId: "B123" } };
      const answer = await cloud.aws.events.send(new PutEventsCommand({ Entries: [entry as PutEventsRequestEntry] }));
      expect(answer).toMatchObject({ FailedEntryCount: 1, $metadata: { httpStatusCode: 200 } });
      const [result] = answer.Entries!;
      return `${result!.ErrorCode}: ${result!.ErrorMessage}`;
    },
  },
  6: {
    word: "silence",
    async show() {
      const runs = await cloud.createPaymentFunction({ mayBeInvoked: true });
      await cloud.putRule("BookingCreatedRule", bookingCreated);
      await cloud.putTarget("BookingCreatedRule", busName);

      const answer = await cloud.putEvent({});
      expect(await runs()).toBe(0);
      return answer;
    },
  },
  7: {
    word: "later",
    async show() {
      const runs = await cloud.createPaymentFunction({ mayBeInvoked: true });
      const EventPattern = '{"source":["aircraft.seat-assignment"],"detail-type":["SeatAssigned"]}';
      await cloud.putRule("TicketIssuedRule", EventPattern);
      await cloud.putTarget("TicketIssuedRule", busName);

      await cloud.putEvent({ EventBusName: busName, Source: "aircraft.ticket", DetailType: "TicketIssued" });
      expect(await runs()).toBe(0);
      await cloud.putEvent({ EventBusName: busName, Source: "aircraft.seat-assignment", DetailType: "SeatAssigned" });
      expect(await runs()).toBe(1);
      return "TicketIssuedRule";
    },
  },
  8: {
    word: "error",
    async show() {
      await cloud.createSeatAssignment();
      return await cloud.seatAssignmentError(paymentConfirmed(confirmed));
    },
  },
  9: {
    word: "error",
    async show() {
      await cloud.createSeatAssignment();
      return await cloud.seatAssignmentError(paymentConfirmed(complete));
    },
  },
  10: {
    word: "later",
    async show() {
      await cloud.createSeatAssignment({ fixed: true });
      const written = { BookingID: { S: "B123" }, PaymentID: { S: "PAY001" }, Amount: { N: "300" } };
      await cloud.aws.dynamodb.send(new PutItemCommand({ TableName: "PaymentTable", Item: written }));
      await invoke(cloud.aws, "seat", paymentConfirmed(complete));

      const [item] = await cloud.paymentTable();
      expect(item).toMatchObject({ BookingID: { S: "B123" } });
      expect(item, "the payment's own fields are gone").not.toHaveProperty("PaymentID");
      return "PaymentID";
    },
  },
  11: {
    word: "silence",
    async show() {
      const { seatsAssigned } = await cloud.createSeatAssignment({ fixed: true });
      for (const bookingId of ["B123", "B124"]) {
        expect(
          (await invoke(cloud.aws, "seat", paymentConfirmed({ ...complete, bookingId }))).functionError,
        ).toBeUndefined();
      }
      // The log's timestamps are equal, so its order is not defined.
      const seats = (await seatsAssigned()).map(({ bookingId, seat }) => `${bookingId} ${seat}`);
      expect(seats.sort()).toEqual(["B123 12A", "B124 12A"]);
      return "12A";
    },
  },
  12: {
    word: "silence",
    async show() {
      const Condition = { StringEquals: { "events:detail-type": "SeatAssigned" } };
      const refuse = { Effect: "Deny" as const, Action: "events:PutEvents", Resource: "*", Condition };
      const { seatsAssigned } = await cloud.createSeatAssignment({
        fixed: true,
        statements: [allowEverything, refuse],
      });

      const { payload, functionError } = await invoke(cloud.aws, "seat", paymentConfirmed(complete));
      expect(functionError).toBeUndefined();
      expect(await seatsAssigned()).toEqual([]);
      return `"statusCode": ${payload.statusCode}`;
    },
  },
  13: {
    word: "later",
    async show() {
      const { seatsAssigned } = await cloud.createSeatAssignment({ fixed: true });
      cloud.aws.faults.add({ kind: "crash", when: "before", call: "events.PutEvents", function: "seat" });

      const { payload } = await invoke(cloud.aws, "seat", paymentConfirmed(complete));
      expect(await cloud.paymentTable()).toHaveLength(1);
      expect(await seatsAssigned()).toEqual([]);
      return String(payload.errorType);
    },
  },
  14: {
    word: "silence",
    async show() {
      await cloud.createSeatAssignment();
      await invokeLater(cloud.aws, "seat", paymentConfirmed(confirmed));
      await cloud.aws.clock.settle();

      const reports = (await cloud.logOf("seat")).filter((line) => line.startsWith("REPORT "));
      expect(reports).toHaveLength(3);
      await cloud.aws.clock.settle(7 * 24 * 60 * 60_000);
      expect(
        (await cloud.logOf("seat")).filter((line) => line.startsWith("REPORT ")),
        "no further retries",
      ).toHaveLength(3);
      return `${reports.length} times`;
    },
  },
  15: {
    word: "later",
    async show() {
      const { seatsAssigned, arn } = await cloud.createSeatAssignment({ fixed: true });
      await cloud.connectSeatAssignment(arn);
      cloud.aws.faults.add({ kind: "duplicate", target: "seat" });

      await cloud.putEvent({
        EventBusName: busName,
        Source: "aircraft.payment",
        DetailType: "PaymentConfirmed",
        Detail: JSON.stringify(complete),
      });
      const seats = await seatsAssigned();
      expect(seats).toHaveLength(2);
      return `${seats.length} SeatAssigned`;
    },
  },
  16: {
    word: "silence",
    async show() {
      const { seatsAssigned } = await cloud.createSeatAssignment();
      const failed = { ...confirmed, status: "FAILED", reason: "The card is declined" };
      const { payload, functionError, log } = await invoke(cloud.aws, "seat", paymentConfirmed(failed), true);

      expect(functionError).toBeUndefined();
      expect(payload.statusCode).toBe(200);
      expect(await seatsAssigned()).toEqual([]);
      return /No payment for B123\./.exec(log)?.[0] ?? log;
    },
  },
  17: {
    word: "later",
    async show() {
      await cloud.createSeatAssignment({ fixed: true });
      const { payload } = await invoke(cloud.aws, "seat", paymentConfirmed(complete));
      return payload.body;
    },
  },
};

describe("each mistake shows in the local cloud as on the page", () => {
  test.each(Object.entries(hunts).map(([number, hunt]) => ({ number, ...hunt })))(
    "$number is noticed as: $word",
    async ({ number, word, show }) => {
      const symptom = await show();

      const hunt = huntOf(number);
      expect(hunt.replace(/\s+/g, " "), `the page's hunt ${number} must quote the symptom`).toContain(symptom);
      expect(hunt.toLowerCase(), `the page's hunt ${number} must state the word`).toContain(`**${word}.**`);
    },
  );
});

test("the page has exactly these hunts", () => {
  const numbers = [...page.matchAll(/^### Hunt (\d+): /gm)].map(([, number]) => number);

  expect(numbers).toEqual(Object.keys(hunts));
});

test("the page counts the mistakes of each kind correctly", () => {
  const inWords = ["none", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];
  const count = (word: Word) => inWords[Object.values(hunts).filter((hunt) => hunt.word === word).length];
  const [, summary] = /Of the seventeen, (.*?)\./s.exec(page) ?? [];

  expect(summary?.replace(/\s+/g, " ")).toBe(
    `${count("error")} are errors, ${count("silence")} are silent, and ${count("later")} only show later`,
  );
});

test("our contract has the fields that the sketch's event lacks", () => {
  expect(Object.keys(contracts.PaymentConfirmed.detail.shape)).toEqual(expect.arrayContaining(["flightId", "amount"]));
});

/** The page's text between this hunt's heading and the next. */
function huntOf(number: string): string {
  const [, text = ""] = new RegExp(`^### Hunt ${number}: (.*?)(?=^#{2,3} |(?![\\s\\S]))`, "ms").exec(page) ?? [];
  return text;
}

/** The `aws` commands that a shell runs for a script. Lines that are not commands fail, and the shell continues. */
function commandsOf(script: string): string[] {
  const output = execFileSync("sh", ["-c", `aws() { echo "aws $*"; }; . ./${script} 2>/dev/null; true`], {
    encoding: "utf8",
  });
  return output.split("\n");
}

async function errorOf(call: Promise<unknown>): Promise<string> {
  const error = await call.then(
    () => undefined,
    (reason: Error) => reason,
  );
  return error ? `${error.name}: ${error.message}` : "no error";
}

function paymentConfirmed(detail: object): object {
  return { source: "aircraft.payment", "detail-type": "PaymentConfirmed", detail };
}

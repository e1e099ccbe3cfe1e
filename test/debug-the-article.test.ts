import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { FilterLogEventsCommand, ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import { type AttributeValue, CreateTableCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateEventBusCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import type { PolicyStatement } from "@event-choreography/local-cloud/testing";
import {
  allowEverything,
  createFunction,
  invoke,
  invokeLater,
  startTestCloud,
  type TestCloud,
} from "@event-choreography/local-cloud/testing";
import { buildSync } from "esbuild";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { contracts } from "../services/events/contracts.ts";

const page = readFileSync("docs/debug-the-article.md", "utf8").replaceAll("\r\n", "\n");
const sketch = readFileSync("docs/debug-the-article/seat-assignment.mjs", "utf8");

/** Who notices: the one who made it, nobody, or somebody once something else goes wrong. */
type Word = "error" | "silence" | "later";

interface Hunt {
  word: Word;
  /** Makes the mistake in the local cloud, and gives back the words in which it shows: the page quotes them. */
  show: () => Promise<string>;
}

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const busName = "AircraftBookingBus";
const bookingCreated = '{"source":["aircraft.booking"],"detail-type":["BookingCreated"]}';
const confirmed = { status: "SUCCESS", bookingId: "B123", customerId: "CUST001", paymentId: "PAY001" };
/** What the handler reads, although its event does not carry it. */
const complete = { ...confirmed, flightId: "FLIGHT001", amount: 300 };

const hunts: Record<number, Hunt> = {
  1: {
    word: "error",
    async show() {
      const commands = asTheShellRuns("docs/debug-the-article/commands.sh");
      expect(commands).toContain("aws events put-rule --name PaymentProcessingRule");
      return await errorOf(cloud.events.send(new PutRuleCommand({ Name: "PaymentProcessingRule" })));
    },
  },
  2: {
    word: "error",
    async show() {
      await createBus();
      await cloud.events.send(
        new PutRuleCommand({ Name: "PaymentProcessingRule", EventBusName: busName, EventPattern: bookingCreated }),
      );
      return await errorOf(putTarget("BookingCreatedRule", undefined));
    },
  },
  3: {
    word: "silence",
    async show() {
      const ran = await paymentFunction({ mayBeInvoked: true });
      // The one on the default bus is somebody else's, of the same name.
      for (const EventBusName of [busName, "default"]) {
        await cloud.events.send(
          new PutRuleCommand({ Name: "BookingCreatedRule", EventBusName, EventPattern: bookingCreated }),
        );
      }
      await putTarget("BookingCreatedRule", undefined);

      const answer = await putEvent({ EventBusName: busName });
      expect(await ran()).toBe(0);
      await putEvent({});
      expect(await ran(), "somebody else's event").toBe(1);
      return answer;
    },
  },
  4: {
    word: "silence",
    async show() {
      const ran = await paymentFunction({ mayBeInvoked: false });
      await cloud.events.send(
        new PutRuleCommand({ Name: "BookingCreatedRule", EventBusName: busName, EventPattern: bookingCreated }),
      );
      await putTarget("BookingCreatedRule", busName);

      const answer = await putEvent({ EventBusName: busName });
      expect(await ran()).toBe(0);
      return answer;
    },
  },
  5: {
    word: "error",
    async show() {
      const entry = { source: "aircraft.booking", "detail-type": "BookingCreated", detail: { bookingId: "B123" } };
      const answer = await cloud.events.send(new PutEventsCommand({ Entries: [entry as PutEventsRequestEntry] }));
      expect(answer).toMatchObject({ FailedEntryCount: 1, $metadata: { httpStatusCode: 200 } });
      const [result] = answer.Entries!;
      return `${result!.ErrorCode}: ${result!.ErrorMessage}`;
    },
  },
  6: {
    word: "silence",
    async show() {
      const ran = await paymentFunction({ mayBeInvoked: true });
      await cloud.events.send(
        new PutRuleCommand({ Name: "BookingCreatedRule", EventBusName: busName, EventPattern: bookingCreated }),
      );
      await putTarget("BookingCreatedRule", busName);

      const answer = await putEvent({});
      expect(await ran()).toBe(0);
      return answer;
    },
  },
  7: {
    word: "later",
    async show() {
      const ran = await paymentFunction({ mayBeInvoked: true });
      const EventPattern = '{"source":["aircraft.seat-assignment"],"detail-type":["SeatAssigned"]}';
      await cloud.events.send(new PutRuleCommand({ Name: "TicketIssuedRule", EventBusName: busName, EventPattern }));
      await putTarget("TicketIssuedRule", busName);

      await putEvent({ EventBusName: busName, Source: "aircraft.ticket", DetailType: "TicketIssued" });
      expect(await ran()).toBe(0);
      await putEvent({ EventBusName: busName, Source: "aircraft.seat-assignment", DetailType: "SeatAssigned" });
      expect(await ran()).toBe(1);
      return "TicketIssuedRule";
    },
  },
  8: {
    word: "error",
    async show() {
      await seatAssignment();
      const { functionError, payload } = await invoke(cloud, "seat", paymentConfirmed(confirmed));
      expect(functionError).toBe("Unhandled");
      return `${payload.errorType}: ${payload.errorMessage}`;
    },
  },
  9: {
    word: "error",
    async show() {
      await seatAssignment();
      const { functionError, payload } = await invoke(cloud, "seat", paymentConfirmed(complete));
      expect(functionError).toBe("Unhandled");
      return `${payload.errorType}: ${payload.errorMessage}`;
    },
  },
  10: {
    word: "later",
    async show() {
      await seatAssignment({ mended: true });
      const written = { BookingID: { S: "B123" }, PaymentID: { S: "PAY001" }, Amount: { N: "300" } };
      await cloud.dynamodb.send(new PutItemCommand({ TableName: "PaymentTable", Item: written }));
      await invoke(cloud, "seat", paymentConfirmed(complete));

      const [item] = await paymentTable();
      expect(item).toMatchObject({ BookingID: { S: "B123" } });
      expect(item, "the payment's own fields are gone").not.toHaveProperty("PaymentID");
      return "PaymentID";
    },
  },
  11: {
    word: "silence",
    async show() {
      const { seatsAssigned } = await seatAssignment({ mended: true });
      for (const bookingId of ["B123", "B124"]) {
        expect(
          (await invoke(cloud, "seat", paymentConfirmed({ ...complete, bookingId }))).functionError,
        ).toBeUndefined();
      }
      expect((await seatsAssigned()).map(({ bookingId, seat }) => `${bookingId} ${seat}`)).toEqual([
        "B123 12A",
        "B124 12A",
      ]);
      return "12A";
    },
  },
  12: {
    word: "silence",
    async show() {
      const Condition = { StringEquals: { "events:detail-type": "SeatAssigned" } };
      const refuse = { Effect: "Deny" as const, Action: "events:PutEvents", Resource: "*", Condition };
      const { seatsAssigned } = await seatAssignment({ mended: true, statements: [allowEverything, refuse] });

      const { payload, functionError } = await invoke(cloud, "seat", paymentConfirmed(complete));
      expect(functionError).toBeUndefined();
      expect(await seatsAssigned()).toEqual([]);
      return `"statusCode": ${payload.statusCode}`;
    },
  },
  13: {
    word: "later",
    async show() {
      const { seatsAssigned } = await seatAssignment({ mended: true });
      cloud.faults.add({ kind: "crash", when: "before", call: "events.PutEvents", function: "seat" });

      const { payload } = await invoke(cloud, "seat", paymentConfirmed(complete));
      expect(await paymentTable()).toHaveLength(1);
      expect(await seatsAssigned()).toEqual([]);
      return String(payload.errorType);
    },
  },
  14: {
    word: "silence",
    async show() {
      await seatAssignment();
      await invokeLater(cloud, "seat", paymentConfirmed(confirmed));
      await cloud.clock.settle();

      const reports = (await logOf("seat")).filter((line) => line.startsWith("REPORT "));
      expect(reports).toHaveLength(3);
      await cloud.clock.settle(7 * 24 * 60 * 60_000);
      expect(
        (await logOf("seat")).filter((line) => line.startsWith("REPORT ")),
        "and never again",
      ).toHaveLength(3);
      return `${reports.length} times`;
    },
  },
  15: {
    word: "later",
    async show() {
      const { seatsAssigned, arn } = await seatAssignment({ mended: true });
      await createRuleTo(arn);
      cloud.faults.add({ kind: "duplicate", target: "seat" });

      await putEvent({
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
      const { seatsAssigned } = await seatAssignment();
      const failed = { ...confirmed, status: "FAILED", reason: "The card is declined" };
      const { payload, functionError, log } = await invoke(cloud, "seat", paymentConfirmed(failed), true);

      expect(functionError).toBeUndefined();
      expect(payload.statusCode).toBe(200);
      expect(await seatsAssigned()).toEqual([]);
      return /No payment for B123\./.exec(log)?.[0] ?? log;
    },
  },
  17: {
    word: "later",
    async show() {
      await seatAssignment({ mended: true });
      const { payload } = await invoke(cloud, "seat", paymentConfirmed(complete));
      return payload.body;
    },
  },
};

describe("each mistake shows in the local cloud as the page says", () => {
  test.each(Object.entries(hunts).map(([number, hunt]) => ({ number, ...hunt })))(
    "$number is noticed as: $word",
    async ({ number, word, show }) => {
      const seen = await show();

      const hunt = huntOf(number);
      expect(hunt.replace(/\s+/g, " "), `the page's hunt ${number} must quote what one sees`).toContain(seen);
      expect(hunt.toLowerCase(), `the page's hunt ${number} must say how it is noticed`).toContain(`**${word}.**`);
    },
  );
});

test("the page has these hunts, and no others", () => {
  const numbers = [...page.matchAll(/^### Hunt (\d+): /gm)].map(([, number]) => number);

  expect(numbers).toEqual(Object.keys(hunts));
});

test("the page's counts of errors, silences and laters are right", () => {
  const count = (word: Word) => Object.values(hunts).filter((hunt) => hunt.word === word).length;

  expect(page.replace(/\s+/g, " ")).toContain(
    `${count("error")} are errors, ${count("silence")} are silent, and ${count("later")} only show later`,
  );
});

test("what the sketch reads and its event lacks is in our contract", () => {
  expect(Object.keys(contracts.PaymentConfirmed.detail.shape)).toEqual(expect.arrayContaining(["flightId", "amount"]));
});

/** What the page says between this hunt's heading and the next. */
function huntOf(number: string): string {
  const [, text = ""] = new RegExp(`^### Hunt ${number}: (.*?)(?=^#{2,3} |(?![\\s\\S]))`, "ms").exec(page) ?? [];
  return text;
}

/** The `aws` commands that a shell makes of a script. What is no command of its own fails, and the shell goes on. */
function asTheShellRuns(script: string): string[] {
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

async function createBus(): Promise<void> {
  await cloud.events.send(new CreateEventBusCommand({ Name: busName }));
}

function putTarget(Rule: string, EventBusName: string | undefined) {
  const Targets = [{ Id: "payment", Arn: "arn:aws:lambda:us-east-1:000000000000:function:payment-charge" }];
  return cloud.events.send(new PutTargetsCommand({ Rule, EventBusName, Targets }));
}

/** Puts an event, BookingCreated unless told, and says how the producer was answered. */
async function putEvent(entry: PutEventsRequestEntry): Promise<string> {
  const Entries = [
    { Source: "aircraft.booking", DetailType: "BookingCreated", Detail: '{"bookingId":"B123"}', ...entry },
  ];
  const { FailedEntryCount } = await cloud.events.send(new PutEventsCommand({ Entries }));
  await cloud.clock.settle();
  return `FailedEntryCount ${FailedEntryCount}`;
}

/** A payment function that does nothing, and what counts its runs. */
async function paymentFunction({ mayBeInvoked }: { mayBeInvoked: boolean }): Promise<() => Promise<number>> {
  await createBus();
  await createFunction(cloud, "payment-charge", "export const handler = async () => {};");
  if (mayBeInvoked) await letEventBridgeInvoke("payment-charge");
  return async () => (await logOf("payment-charge")).filter((line) => line.startsWith("START ")).length;
}

function letEventBridgeInvoke(FunctionName: string) {
  const Action = "lambda:InvokeFunction";
  return cloud.lambda.send(
    new AddPermissionCommand({ FunctionName, StatementId: "events", Action, Principal: "events.amazonaws.com" }),
  );
}

async function createRuleTo(Arn: string): Promise<void> {
  await letEventBridgeInvoke("seat");
  const EventPattern = '{"detail-type":["PaymentConfirmed"]}';
  await cloud.events.send(new PutRuleCommand({ Name: "PaymentConfirmedRule", EventBusName: busName, EventPattern }));
  await cloud.events.send(
    new PutTargetsCommand({ Rule: "PaymentConfirmedRule", EventBusName: busName, Targets: [{ Id: "seat", Arn }] }),
  );
}

interface SeatAssignmentOptions {
  /** Without the slip that stops it each time, so that the other mistakes can be seen. */
  mended?: boolean;
  statements?: PolicyStatement[];
}

/** The sketch's function with its bus and table; gives back what it published. */
async function seatAssignment({ mended = false, statements }: SeatAssignmentOptions = {}) {
  await createBus();
  await cloud.dynamodb.send(
    new CreateTableCommand({
      TableName: "PaymentTable",
      BillingMode: "PAY_PER_REQUEST",
      KeySchema: [{ AttributeName: "BookingID", KeyType: "HASH" }],
      AttributeDefinitions: [{ AttributeName: "BookingID", AttributeType: "S" }],
    }),
  );
  const listener = 'export const handler = async (event) => console.log("HEARD " + JSON.stringify(event.detail));';
  const Arn = await createFunction(cloud, "listener", listener);
  await letEventBridgeInvoke("listener");
  const EventPattern = '{"detail-type":["SeatAssigned"]}';
  await cloud.events.send(new PutRuleCommand({ Name: "SeatAssignedRule", EventBusName: busName, EventPattern }));
  await cloud.events.send(
    new PutTargetsCommand({ Rule: "SeatAssignedRule", EventBusName: busName, Targets: [{ Id: "listener", Arn }] }),
  );
  const source = bundled(mended ? sketch.replace("toIsoString", "toISOString") : sketch);
  const arn = await createFunction(cloud, "seat", source, { ...(statements && { statements }) });
  const seatsAssigned = async (): Promise<{ bookingId: string; seat: string }[]> => {
    await cloud.clock.settle();
    return (await logOf("listener")).flatMap((line) => {
      const json = /HEARD (\{.*\})/.exec(line)?.[1];
      return json ? [JSON.parse(json)] : [];
    });
  };
  return { arn, seatsAssigned };
}

const bundles = new Map<string, string>();

/** With the SDK inside, as a function's code is. */
function bundled(contents: string): string {
  const known = bundles.get(contents) ?? bundle(contents);
  bundles.set(contents, known);
  return known;
}

function bundle(contents: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: process.cwd() },
    bundle: true,
    write: false,
    platform: "node",
    format: "esm",
    minify: true,
    keepNames: true,
    banner: { js: 'import{createRequire}from"node:module";const require=createRequire(import.meta.url);' },
    logLevel: "silent",
  });
  return outputFiles[0]!.text;
}

function paymentConfirmed(detail: object): object {
  return { source: "aircraft.payment", "detail-type": "PaymentConfirmed", detail };
}

async function paymentTable(): Promise<Record<string, AttributeValue>[]> {
  return (await cloud.dynamodb.send(new ScanCommand({ TableName: "PaymentTable" }))).Items ?? [];
}

async function logOf(functionName: string): Promise<string[]> {
  try {
    const { events = [] } = await cloud.logs.send(
      new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${functionName}` }),
    );
    return events.map(({ message = "" }) => message);
  } catch (error) {
    // It has never run.
    if (error instanceof ResourceNotFoundException) return [];
    throw error;
  }
}

import { readFileSync } from "node:fs";
import { FilterLogEventsCommand, ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import { type AttributeValue, CreateTableCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateEventBusCommand,
  PutEventsCommand,
  type PutEventsRequestEntry,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import type { PolicyStatement } from "@event-choreography/local-cloud/testing";
import { createFunction, invoke, startTestCloud, type TestCloud } from "@event-choreography/local-cloud/testing";
import { buildSync } from "esbuild";

const sketch = readFileSync("docs/debug-the-article/seat-assignment.mjs", "utf8");

export const busName = "AircraftBookingBus";

interface SeatAssignmentOptions {
  /** Fix the typo that makes every run fail, so that the later mistakes show. Default: false. */
  fixed?: boolean;
  statements?: PolicyStatement[];
}

/** A local cloud with what the article's sketch uses: its bus, rules, table and functions. */
export class SketchCloud {
  readonly aws: TestCloud;

  static async start(): Promise<SketchCloud> {
    return new SketchCloud(await startTestCloud());
  }

  private constructor(aws: TestCloud) {
    this.aws = aws;
  }

  close(): Promise<void> {
    return this.aws.close();
  }

  async createBus(): Promise<void> {
    await this.aws.events.send(new CreateEventBusCommand({ Name: busName }));
  }

  /** Creates a rule on the sketch's bus. */
  async putRule(Name: string, EventPattern: string, EventBusName = busName): Promise<void> {
    await this.aws.events.send(new PutRuleCommand({ Name, EventBusName, EventPattern }));
  }

  /** Adds the payment function as a rule's target. Without a bus, the rule is on the default bus. */
  putTarget(Rule: string, EventBusName: string | undefined) {
    const Targets = [{ Id: "payment", Arn: "arn:aws:lambda:us-east-1:000000000000:function:payment-charge" }];
    return this.aws.events.send(new PutTargetsCommand({ Rule, EventBusName, Targets }));
  }

  /** Puts an event, waits for its effects, and returns the producer's answer. Default: BookingCreated, on the default bus. */
  async putEvent(entry: PutEventsRequestEntry): Promise<string> {
    const Entries = [
      { Source: "aircraft.booking", DetailType: "BookingCreated", Detail: '{"bookingId":"B123"}', ...entry },
    ];
    const { FailedEntryCount } = await this.aws.events.send(new PutEventsCommand({ Entries }));
    await this.aws.clock.settle();
    return `FailedEntryCount ${FailedEntryCount}`;
  }

  /** Creates the bus, and a payment function that does nothing. Returns a function that counts its runs. */
  async createPaymentFunction({ mayBeInvoked }: { mayBeInvoked: boolean }): Promise<() => Promise<number>> {
    await this.createBus();
    await createFunction(this.aws, "payment-charge", "export const handler = async () => {};");
    if (mayBeInvoked) await this.#letEventBridgeInvoke("payment-charge");
    return async () => (await this.logOf("payment-charge")).filter((line) => line.startsWith("START ")).length;
  }

  /** Creates the sketch's seat assignment function, "seat", with its bus and table, and a consumer of what it publishes. */
  async createSeatAssignment({ fixed = false, statements }: SeatAssignmentOptions = {}) {
    await this.createBus();
    await this.aws.dynamodb.send(
      new CreateTableCommand({
        TableName: "PaymentTable",
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: "BookingID", KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: "BookingID", AttributeType: "S" }],
      }),
    );
    const consumer = 'export const handler = async (event) => console.log("RECEIVED " + JSON.stringify(event.detail));';
    await this.#connect("SeatAssigned", "consumer", await createFunction(this.aws, "consumer", consumer));
    const source = bundled(fixed ? sketch.replace("toIsoString", "toISOString") : sketch);
    const arn = await createFunction(this.aws, "seat", source, { ...(statements && { statements }) });
    return { arn, seatsAssigned: () => this.#seatsAssigned() };
  }

  /** Creates a rule that delivers PaymentConfirmed to the seat assignment function. */
  connectSeatAssignment(arn: string): Promise<void> {
    return this.#connect("PaymentConfirmed", "seat", arn);
  }

  /** Invokes the seat assignment function, and returns its error as "name: message". @throws Error if it succeeds */
  async seatAssignmentError(event: object): Promise<string> {
    const { functionError, payload } = await invoke(this.aws, "seat", event);
    if (functionError !== "Unhandled") throw new Error("The seat assignment function did not fail.");
    return `${payload.errorType}: ${payload.errorMessage}`;
  }

  /** The table that the seat assignment function writes to. */
  async paymentTable(): Promise<Record<string, AttributeValue>[]> {
    return (await this.aws.dynamodb.send(new ScanCommand({ TableName: "PaymentTable" }))).Items ?? [];
  }

  async logOf(functionName: string): Promise<string[]> {
    try {
      const { events = [] } = await this.aws.logs.send(
        new FilterLogEventsCommand({ logGroupName: `/aws/lambda/${functionName}` }),
      );
      return events.map(({ message = "" }) => message);
    } catch (error) {
      // The log group is created by the first run.
      if (error instanceof ResourceNotFoundException) return [];
      throw error;
    }
  }

  async #seatsAssigned(): Promise<{ bookingId: string; seat: string }[]> {
    await this.aws.clock.settle();
    return (await this.logOf("consumer")).flatMap((line) => {
      const json = /RECEIVED (\{.*\})/.exec(line)?.[1];
      return json ? [JSON.parse(json)] : [];
    });
  }

  async #connect(event: string, functionName: string, Arn: string): Promise<void> {
    const Rule = `${event}Rule`;
    await this.#letEventBridgeInvoke(functionName);
    await this.putRule(Rule, JSON.stringify({ "detail-type": [event] }));
    await this.aws.events.send(
      new PutTargetsCommand({ Rule, EventBusName: busName, Targets: [{ Id: functionName, Arn }] }),
    );
  }

  async #letEventBridgeInvoke(FunctionName: string): Promise<void> {
    const Action = "lambda:InvokeFunction";
    const Principal = "events.amazonaws.com";
    await this.aws.lambda.send(new AddPermissionCommand({ FunctionName, StatementId: "events", Action, Principal }));
  }
}

const bundles = new Map<string, string>();

/** The code with the SDK included, built once. */
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

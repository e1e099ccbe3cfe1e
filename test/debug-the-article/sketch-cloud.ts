import { FilterLogEventsCommand, ResourceNotFoundException } from "@aws-sdk/client-cloudwatch-logs";
import { type AttributeValue, CreateTableCommand, PutItemCommand, ScanCommand } from "@aws-sdk/client-dynamodb";
import {
  CreateEventBusCommand,
  ListRulesCommand,
  PutEventsCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { AddPermissionCommand } from "@aws-sdk/client-lambda";
import { ListQueuesCommand, ReceiveMessageCommand } from "@aws-sdk/client-sqs";
import { compilePattern, matches } from "@event-choreography/local-cloud/event-pattern";
import {
  createFunction,
  type PolicyStatement,
  startTestCloud,
  type TestCloud,
} from "@event-choreography/local-cloud/testing";
import { type Ran, runCommands } from "./aws-command.ts";
import { bundled } from "./bundled.ts";
import { busName, type Envelope } from "./sketch.ts";

/** Logs what it receives. */
const stub = 'export const handler = async (event) => console.log("RECEIVED " + JSON.stringify(event.detail));';

/** A local cloud with what the article's sketch takes for granted: functions, tables, and permissions if a hunt says so. */
export class SketchCloud implements AsyncDisposable {
  readonly aws: TestCloud;
  readonly #created = new Set<string>();

  static async start(): Promise<SketchCloud> {
    return new SketchCloud(await startTestCloud());
  }

  private constructor(aws: TestCloud) {
    this.aws = aws;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.aws.close();
  }

  /** Runs the script's commands, and waits for their effects. */
  async run(commands: readonly string[][]): Promise<Ran[]> {
    const results = await runCommands(this.aws, commands);
    await this.aws.clock.settle();
    return results;
  }

  /** Creates the functions that the commands take for granted. All they do is log what they receive. */
  async createFunctions({ mayBeInvoked = false } = {}): Promise<void> {
    for (const name of ["payment-charge", "booking-cancel", "seat-assignment"]) {
      if (this.#created.has(name)) continue;
      await this.#create(name, stub);
      if (mayBeInvoked) await this.#letEventBridgeInvoke(name);
    }
  }

  /** Creates the function seat-assignment, its tables, the bus, and a consumer of SeatAssigned. */
  async createSeatAssignment(source: string, statements?: PolicyStatement[]): Promise<void> {
    await this.aws.events.send(new CreateEventBusCommand({ Name: busName }));
    await this.#createTable("PaymentTable", "BookingID");
    await this.#createTable("SeatTable", "FlightID");
    await this.#create("seat-assignment", bundled(source), statements);
    await this.#create("consumer", stub);
    await this.connect("SeatAssigned", { "detail-type": ["SeatAssigned"] }, "consumer");
  }

  async putRule(Name: string, pattern: object, EventBusName: string): Promise<void> {
    await this.aws.events.send(new PutRuleCommand({ Name, EventBusName, EventPattern: JSON.stringify(pattern) }));
  }

  /** Creates a rule on our bus that delivers to a function, and permits it. */
  async connect(name: string, pattern: object, functionName: string): Promise<void> {
    await this.#letEventBridgeInvoke(functionName, `hunt-${name}`);
    await this.putRule(`Hunt${name}Rule`, pattern, busName);
    const Arn = `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`;
    await this.aws.events.send(
      new PutTargetsCommand({ Rule: `Hunt${name}Rule`, EventBusName: busName, Targets: [{ Id: functionName, Arn }] }),
    );
  }

  /** Puts an event on a bus, and waits for its effects. */
  async putEvent({ source, "detail-type": DetailType, detail }: Envelope, EventBusName = busName): Promise<void> {
    const entry = { Source: source, DetailType, Detail: JSON.stringify(detail), EventBusName };
    await this.aws.events.send(new PutEventsCommand({ Entries: [entry] }));
    await this.aws.clock.settle();
  }

  /** The rules of our bus that the script made and that match an event. */
  async rulesThatMatch(event: Envelope): Promise<string[]> {
    const { Rules = [] } = await this.aws.events.send(new ListRulesCommand({ EventBusName: busName }));
    return Rules.filter(({ EventPattern = "{}" }) => matches(compilePattern(EventPattern), { ...event })).flatMap(
      ({ Name = "" }) => (Name.startsWith("Hunt") ? [] : [Name]),
    );
  }

  /** How often a function ran. */
  async runsOf(functionName: string): Promise<number> {
    return (await this.logOf(functionName)).filter((line) => line.startsWith("START ")).length;
  }

  /** The details of the events that a stub received. */
  async receivedBy(functionName: string): Promise<Record<string, unknown>[]> {
    return (await this.logOf(functionName)).flatMap((line) => {
      const json = /RECEIVED (\{.*\})/.exec(line)?.[1];
      return json ? [JSON.parse(json)] : [];
    });
  }

  async putItem(TableName: string, Item: Record<string, AttributeValue>): Promise<void> {
    await this.aws.dynamodb.send(new PutItemCommand({ TableName, Item }));
  }

  async items(TableName: string): Promise<Record<string, AttributeValue>[]> {
    return (await this.aws.dynamodb.send(new ScanCommand({ TableName }))).Items ?? [];
  }

  /** The bodies of all messages in all queues. */
  async messages(): Promise<string[]> {
    const { QueueUrls = [] } = await this.aws.sqs.send(new ListQueuesCommand({}));
    const bodies: string[] = [];
    for (const QueueUrl of QueueUrls) {
      const { Messages = [] } = await this.aws.sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }),
      );
      bodies.push(...Messages.map(({ Body = "" }) => Body));
    }
    return bodies;
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

  async #create(name: string, source: string, statements?: PolicyStatement[]): Promise<void> {
    this.#created.add(name);
    await createFunction(this.aws, name, source, { ...(statements && { statements }) });
  }

  async #createTable(TableName: string, key: string): Promise<void> {
    await this.aws.dynamodb.send(
      new CreateTableCommand({
        TableName,
        BillingMode: "PAY_PER_REQUEST",
        KeySchema: [{ AttributeName: key, KeyType: "HASH" }],
        AttributeDefinitions: [{ AttributeName: key, AttributeType: "S" }],
      }),
    );
  }

  async #letEventBridgeInvoke(FunctionName: string, StatementId = "hunt"): Promise<void> {
    const Action = "lambda:InvokeFunction";
    const Principal = "events.amazonaws.com";
    await this.aws.lambda.send(new AddPermissionCommand({ FunctionName, StatementId, Action, Principal }));
  }
}

import {
  ChangeMessageVisibilityBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, paginateScan } from "@aws-sdk/lib-dynamodb";
import { createProvider, type Deployed, openStack } from "@event-choreography/local-cloud/pulumi";
import { startTestCloud, type TestCloud, type TestCloudOptions } from "@event-choreography/local-cloud/testing";
import type { SeenEvent } from "@event-choreography/workshop-cli/bookings";
import { readEvents } from "@event-choreography/workshop-cli/bookings";
import { signedFetch } from "@event-choreography/workshop-cli/connection";
import { projectName, stackConfig, stackName } from "@event-choreography/workshop-cli/stack";
import { afterAll, beforeAll, beforeEach, test } from "vitest";
import { readSettings } from "../../infra/components/settings.ts";
import { runSteps } from "../../infra/fold.ts";
import program from "../../infra/index.ts";
import type { Steps } from "../../steps/steps.ts";

export interface DeployedCloudOptions {
  /** Deploy steps 1 to this one. 0 deploys nothing. */
  step: number;
  /** The stack's other settings, e.g. { seatsPerFlight: "1" }. Default: those in Pulumi.yaml. */
  settings?: Record<string, string>;
  cloudOptions?: TestCloudOptions;
}

interface BookingAnswer {
  status: number;
  /** The booking, or a problem document. */
  body: Record<string, unknown>;
}

/** The program, deployed to an in-memory local cloud with a virtual clock. */
export interface DeployedCloud {
  readonly cloud: TestCloud;
  readonly clock: TestCloud["clock"];
  /** The stack's current outputs. */
  readonly outputs: Record<string, string>;
  /** The inputs of each resource in the stack's state, by URN. */
  readonly resources: ReadonlyMap<string, unknown>;
  /** Deploys steps 1 to `step` of the program, or of another list. @throws DeploymentError */
  up(step: number, of?: Steps<never>): Promise<Deployed>;
  preview(step: number): Promise<Deployed>;
  /** Compares the stack's state with the account. */
  refresh(): Promise<Deployed>;
  destroy(): Promise<Deployed>;
  /** POST /bookings, signed. Default: books B123. Does not wait for the effects; see `settle`. */
  book(request?: object): Promise<BookingAnswer>;
  /** GET /bookings/{id} */
  getBooking(bookingId: string): Promise<BookingAnswer>;
  /** Waits until nothing is pending, including a day of retries. */
  settle(): Promise<void>;
  /** The events on the bus, in order, as the catch-all rule logged them. Default: of all bookings. */
  events(bookingId?: string): Promise<SeenEvent[]>;
  /** The names of a booking's events, e.g. ["BookingCreated", "PaymentConfirmed"]. */
  eventNames(bookingId?: string): Promise<string[]>;
  /** All items of a table, e.g. "PaymentTable". */
  items(tableName: string): Promise<Record<string, unknown>[]>;
  /** The messages in the customer's inbox. They stay there. */
  inbox(): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts a local cloud and deploys steps 1 to `step`. Call `close` at the end. @throws DeploymentError */
export async function deployedCloud({ step, settings, cloudOptions }: DeployedCloudOptions): Promise<DeployedCloud> {
  const cloud = await startTestCloud(cloudOptions);
  const provider = createProvider(cloud.account);
  const stack = openStack({ provider, project: projectName, stack: stackName });
  const documents = DynamoDBDocumentClient.from(cloud.dynamodb);
  const client = { region: cloud.account.region, endpoint: cloud.endpoint, credentials: cloud.credentials };
  const runTo = (last: number) => ({ config: stackConfig({ ...settings, step: String(last) }) });

  const request = (method: "GET" | "POST", path: string, body?: string): Promise<BookingAnswer> =>
    cloud.track(async (headers) => {
      const response = await signedFetch(client, `${stack.outputs.bookingUrl}${path}`, { method, body, headers });
      return { status: response.status, body: (await response.json()) as Record<string, unknown> };
    });
  const events = (bookingId?: string) =>
    readEvents({ logs: cloud.logs }, { logGroup: String(stack.outputs.eventLogGroup), bookingId });

  const deployed: DeployedCloud = {
    cloud,
    clock: cloud.clock,
    get outputs() {
      return stack.outputs as Record<string, string>;
    },
    get resources() {
      return new Map(stack.resources.map(({ urn, inputs }) => [urn, inputs]));
    },
    up: (last, of) => stack.up(() => (of ? runSteps(of, readSettings(of.list.length)) : program()), runTo(last)),
    preview: (last) => stack.preview(() => program(), runTo(last)),
    refresh: () => stack.refresh(),
    destroy: () => stack.destroy(),
    book: (booking = exampleBooking) => request("POST", "bookings", JSON.stringify(booking)),
    getBooking: (bookingId) => request("GET", `bookings/${bookingId}`),
    settle: () => cloud.clock.settle(),
    events,
    eventNames: async (bookingId) => (await events(bookingId)).map((event) => event["detail-type"]),
    async items(TableName) {
      const items: Record<string, unknown>[] = [];
      for await (const page of paginateScan({ client: documents }, { TableName, ConsistentRead: true })) {
        items.push(...(page.Items ?? []));
      }
      return items;
    },
    inbox: () => peek(cloud.sqs, String(stack.outputs.inboxUrl)),
    close: () => cloud.close(),
  };
  try {
    if (step > 0) await deployed.up(step);
    return deployed;
  } catch (error) {
    await cloud.close();
    throw error;
  }
}

/** The request that `book` sends by default. */
export const exampleBooking = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 };

/**
 * A deployed cloud that all tests of a file share. If the program does not deploy, one test fails with the
 * reason, and the others are skipped.
 *
 * @example const stack = sharedCloud({ step: 3 });
 */
export function sharedCloud(options: DeployedCloudOptions): DeployedCloud {
  let deployed: DeployedCloud | undefined;
  let failure: unknown;
  beforeAll(async () => {
    deployed = await deployedCloud(options).catch((error: unknown) => {
      failure = error;
      return undefined;
    });
  });
  const title = `deploys steps 1 to ${options.step}`;
  beforeEach(({ skip, task }) => {
    if (failure !== undefined && task.name !== title) skip("the program does not deploy");
  });
  test(title, () => {
    if (failure !== undefined) throw failure;
  });
  afterAll(() => deployed?.close());
  return new Proxy({} as DeployedCloud, { get: (_, name) => Reflect.get(deployed!, name) });
}

/** All messages of a queue, which become visible again immediately. */
async function peek(sqs: SQSClient, QueueUrl: string): Promise<string[]> {
  const messages: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 30 }),
    );
    if (Messages.length === 0) break;
    messages.push(...Messages);
  }
  for (let start = 0; start < messages.length; start += 10) {
    const Entries = messages
      .slice(start, start + 10)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
  return messages.map(({ Body }) => Body ?? "");
}

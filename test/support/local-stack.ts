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
  /** Deploy steps 1 to this one; 0 is nothing yet. */
  step: number;
  /** The stack's settings beside the step, e.g. { seatsPerFlight: "1" }; as in Pulumi.yaml unless told. */
  settings?: Record<string, string>;
  cloudOptions?: TestCloudOptions;
}

export interface BookingAnswer {
  status: number;
  /** The booking, or a problem document. */
  body: Record<string, unknown>;
}

/** The whole program in a local cloud of its own: in memory, virtual time. */
export interface DeployedCloud {
  readonly cloud: TestCloud;
  readonly clock: TestCloud["clock"];
  /** The stack's outputs as they are now. */
  readonly outputs: Record<string, string>;
  /** What the stack has, in its state, by URN: each resource's inputs. */
  readonly resources: ReadonlyMap<string, unknown>;
  /** Deploys steps 1 to `step`, as they stand, or those of a list of one's own. @throws DeploymentError */
  up(step: number, of?: Steps<never>): Promise<Deployed>;
  preview(step: number): Promise<Deployed>;
  /** Compares what the stack knows of with what is there. */
  refresh(): Promise<Deployed>;
  destroy(): Promise<Deployed>;
  /** POST /bookings, signed; by itself booking B123's. What follows from it has not happened yet: see `settle`. */
  book(request?: object): Promise<BookingAnswer>;
  /** GET /bookings/{id} */
  getBooking(bookingId: string): Promise<BookingAnswer>;
  /** Lets everything happen that follows from what was done, retries of a day included. */
  settle(): Promise<void>;
  /** Events on the bus, in their order, as the catch-all rule logged them: all, or those about one booking. */
  events(bookingId?: string): Promise<SeenEvent[]>;
  /** Names of the events about a booking, e.g. ["BookingCreated", "PaymentConfirmed"]. */
  eventNames(bookingId?: string): Promise<string[]>;
  /** All that is in a table, e.g. "PaymentTable". */
  items(tableName: string): Promise<Record<string, unknown>[]>;
  /** What is in the customer's inbox; it stays there. */
  inbox(): Promise<string[]>;
  close(): Promise<void>;
}

/** Starts a local cloud and deploys steps 1 to `step`. End it with `close`. @throws DeploymentError */
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
    book: (asked = exampleBooking) => request("POST", "bookings", JSON.stringify(asked)),
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
    inbox: () => lookInto(cloud.sqs, String(stack.outputs.inboxUrl)),
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

/** Booking B123, unless told otherwise. */
export const exampleBooking = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 };

/**
 * For a file of tests that share one deployed cloud: deploys before the first one and closes after
 * the last. Should the program not deploy, one test says so and why, and the others do not run:
 * what is missing is not what they are about.
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

/** All messages of a queue, put back at once. */
async function lookInto(sqs: SQSClient, QueueUrl: string): Promise<string[]> {
  const found: Message[] = [];
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, VisibilityTimeout: 30 }),
    );
    if (Messages.length === 0) break;
    found.push(...Messages);
  }
  for (let start = 0; start < found.length; start += 10) {
    const Entries = found
      .slice(start, start + 10)
      .map(({ ReceiptHandle }, index) => ({ Id: String(index), ReceiptHandle, VisibilityTimeout: 0 }));
    await sqs.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl, Entries }));
  }
  return found.map(({ Body }) => Body ?? "");
}

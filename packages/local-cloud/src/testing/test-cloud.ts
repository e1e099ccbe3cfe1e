import { CloudWatchClient } from "@aws-sdk/client-cloudwatch";
import { CloudWatchLogsClient } from "@aws-sdk/client-cloudwatch-logs";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { IAMClient } from "@aws-sdk/client-iam";
import { LambdaClient } from "@aws-sdk/client-lambda";
import { SchedulerClient } from "@aws-sdk/client-scheduler";
import { SNSClient } from "@aws-sdk/client-sns";
import { SQSClient } from "@aws-sdk/client-sqs";
import { STSClient } from "@aws-sdk/client-sts";
import type { LocalAccount } from "../account.ts";
import { startCloud } from "../cloud/start-cloud.ts";
import type { Credentials } from "../core/account.ts";
import { Activity } from "../core/activity.ts";
import type { Faults } from "../core/faults.ts";
import type { Report } from "../core/report.ts";
import type { Store } from "../core/store.ts";
import type { VirtualClock } from "../core/virtual-clock.ts";
import type { FaultControl, SerialMode } from "../faults/index.ts";
import type { LambdaOptions } from "../services/lambda/index.ts";
import { RequestTracker, type SdkClient } from "./request-tracker.ts";

export interface TestCloudOptions {
  /** Default: 1. */
  seed?: number;
  /** Replaces the faults of `cloud.faults`. */
  faults?: Faults;
  /** Releases functions' calls one at a time, in an order drawn from the seed. Default: false. */
  serial?: boolean;
  /** Default: in memory. */
  store?: Store;
  /** How functions run. */
  lambda?: LambdaOptions;
  /** Receives the local cloud's own errors. Default: `close` throws the first one. */
  report?: Report;
}

type ClientClass<C> = new (configuration: {
  endpoint: string;
  region: string;
  credentials: Credentials;
  maxAttempts: number;
  useFipsEndpoint: boolean;
  useDualstackEndpoint: boolean;
}) => C;

/** The person's own AWS settings may ask for other endpoints, which a local one cannot be. */
const plainEndpoint = { useFipsEndpoint: false, useDualstackEndpoint: false };

/** A local cloud for one test: in memory, virtual time, a free port, SDK clients ready. */
export interface TestCloud extends AsyncDisposable {
  readonly account: LocalAccount;
  readonly clock: VirtualClock;
  /** E.g. http://127.0.0.1:4567 */
  readonly endpoint: string;
  /** The administrator's. */
  readonly credentials: Credentials;
  /** Faults to inject: none at the start. */
  readonly faults: FaultControl;
  /** The order of released calls, with the option `serial`. */
  readonly serial: SerialMode | undefined;
  readonly events: EventBridgeClient;
  readonly lambda: LambdaClient;
  readonly dynamodb: DynamoDBClient;
  readonly sqs: SQSClient;
  readonly sns: SNSClient;
  readonly logs: CloudWatchLogsClient;
  readonly cloudwatch: CloudWatchClient;
  readonly iam: IAMClient;
  readonly sts: STSClient;
  readonly scheduler: SchedulerClient;
  /** Counts a request without an SDK client as in flight; `send` must send the given headers. */
  track<T>(send: (headers: Record<string, string>) => Promise<T>): Promise<T>;
  /** A client with the given credentials, e.g. `account.credentialsFor(session)`. Default: the administrator's. */
  clientFor<C extends SdkClient>(clientClass: ClientClass<C>, credentials?: Credentials): C;
  close(): Promise<void>;
}

/** Starts a test cloud. End it with `await using cloud = await startTestCloud()`, or `close`. */
export async function startTestCloud(options: TestCloudOptions = {}): Promise<TestCloud> {
  const failures: unknown[] = [];
  const activity = new Activity();
  const tracker = new RequestTracker(activity);
  const cloud = await startCloud({
    ...options,
    seed: options.seed ?? 1,
    report: options.report ?? ((error) => void failures.push(error)),
    clock: "virtual",
    activity,
    observer: tracker,
    drainMs: 1000,
  });
  const { account, endpoint, faults } = cloud;
  const clock = cloud.clock as VirtualClock;
  const clients = new Map<object, SdkClient>();
  const made: SdkClient[] = [];

  const clientFor = <C extends SdkClient>(clientClass: ClientClass<C>, credentials = account.credentials.admin): C => {
    const client = new clientClass({ endpoint, region: account.region, credentials, maxAttempts: 1, ...plainEndpoint });
    tracker.follow(client);
    made.push(client);
    return client;
  };
  const lazy = <C extends SdkClient>(clientClass: ClientClass<C>): C => {
    let client = clients.get(clientClass);
    if (!client) clients.set(clientClass, (client = clientFor(clientClass)));
    return client as C;
  };
  const close = async (): Promise<void> => {
    for (const client of made) client.destroy();
    await cloud.close();
    if (failures.length > 0) throw failures[0];
  };

  return {
    account,
    clock,
    endpoint,
    faults,
    serial: cloud.serial,
    credentials: account.credentials.admin,
    get events() {
      return lazy(EventBridgeClient);
    },
    get lambda() {
      return lazy(LambdaClient);
    },
    get dynamodb() {
      return lazy(DynamoDBClient);
    },
    get sqs() {
      return lazy(SQSClient);
    },
    get sns() {
      return lazy(SNSClient);
    },
    get logs() {
      return lazy(CloudWatchLogsClient);
    },
    get cloudwatch() {
      return lazy(CloudWatchClient);
    },
    get iam() {
      return lazy(IAMClient);
    },
    get sts() {
      return lazy(STSClient);
    },
    get scheduler() {
      return lazy(SchedulerClient);
    },
    track: (send) => tracker.track({}, send),
    clientFor,
    close,
    [Symbol.asyncDispose]: close,
  };
}

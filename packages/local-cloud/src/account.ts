import type { Account, CallRequest, Credentials } from "./core/account.ts";
import { Activity } from "./core/activity.ts";
import { AnswerLost } from "./core/answer-lost.ts";
import { AwsError } from "./core/aws-error.ts";
import type { Clock } from "./core/clock.ts";
import { DataFolder } from "./core/data-folder.ts";
import type { Faults } from "./core/faults.ts";
import { typeProblem } from "./core/input-types.ts";
import { MemoryStore } from "./core/memory-store.ts";
import { noFaults } from "./core/no-faults.ts";
import type { Principal } from "./core/principal.ts";
import { Random } from "./core/random.ts";
import { RealClock } from "./core/real-clock.ts";
import { type Report, reportOnStderr } from "./core/report.ts";
import type { Access, CallContext, Service, ServiceName } from "./core/service.ts";
import { isStorageRefusal, StorageError } from "./core/storage-error.ts";
import type { Store } from "./core/store.ts";
import { createCloudWatch } from "./services/cloudwatch/index.ts";
import { createCloudWatchLogs } from "./services/cloudwatch-logs/index.ts";
import { createDynamoDB } from "./services/dynamodb/index.ts";
import { createEventBridge } from "./services/eventbridge/index.ts";
import { Authorizer } from "./services/iam/authorizer.ts";
import { CredentialStore } from "./services/iam/credential-store.ts";
import type { DecisionLog } from "./services/iam/decision-log.ts";
import { createIam } from "./services/iam/index.ts";
import { requestTags } from "./services/iam/request-tags.ts";
import { createLambda, type LambdaOptions } from "./services/lambda/index.ts";
import { createPipes } from "./services/pipes/index.ts";
import { createScheduler } from "./services/scheduler/index.ts";
import { createSns } from "./services/sns/index.ts";
import { createSqs } from "./services/sqs/index.ts";
import { createSts } from "./services/sts/index.ts";

export interface AccountOptions {
  /** Twelve digits. Default: 000000000000, which AWS never assigns. */
  id?: string;
  /** Default: "us-east-1". */
  region?: string;
  /** Counts the work in flight; the clock must use the same one. Default: a new one. */
  activity?: Activity;
  /** Default: system time. */
  clock?: Clock;
  /** Folder for files, such as functions' code. Default: a temporary one, removed on close. */
  dataFolder?: string;
  /** The source of randomness. Default: seed 1. */
  random?: Random;
  /** Default: in memory. */
  store?: Store;
  /** Default: none. */
  faults?: Faults;
  /** How functions run. */
  lambda?: LambdaOptions;
  /** The administrator's credentials. Default: those in the store, or new ones. */
  credentials?: Credentials;
  /** Receives the local cloud's own errors: an operation failed with something other than an AWS error. Default: on stderr. */
  report?: Report;
}

/** The account, with what its owner needs beyond the services. */
export interface LocalAccount extends Account {
  readonly credentials: CredentialStore;
  readonly report: Report;
  /** The access decisions: principal, action, resource, result. */
  readonly decisions: DecisionLog;
  newRequestId(): string;
  /** Makes every service resume its pending work. Call it once the endpoint listens. */
  resume(): void;
  /** Closes every service, then the store. */
  close(): Promise<void>;
}

const creators: Record<ServiceName, (account: Account) => Service> = {
  events: createEventBridge,
  lambda: createLambda,
  dynamodb: createDynamoDB,
  sqs: createSqs,
  sns: createSns,
  logs: createCloudWatchLogs,
  monitoring: createCloudWatch,
  iam: createIam,
  sts: createSts,
  scheduler: createScheduler,
  pipes: createPipes,
};

export const serviceNames = Object.keys(creators) as ServiceName[];

/** Creates an AWS account in this process. It is reached through `call`, or over HTTP after `startEndpoint`. */
export function createAccount(options: AccountOptions = {}): LocalAccount {
  const id = options.id ?? "000000000000";
  const activity = options.activity ?? new Activity();
  const random = options.random ?? new Random(1);
  const store = options.store ?? new MemoryStore();
  const faults = options.faults ?? noFaults;
  const report = options.report ?? reportOnStderr;
  const credentials = new CredentialStore({ accountId: id, random: random.fork(), store, admin: options.credentials });
  const requestIds = random.fork();
  const folder = new DataFolder(options.dataFolder);
  const services = new Map<ServiceName, Service>();

  const account: LocalAccount = {
    id,
    region: options.region ?? "us-east-1",
    endpoint: "",
    get dataFolder() {
      return folder.path();
    },
    clock: options.clock ?? new RealClock(activity),
    activity,
    random,
    store,
    faults,
    credentials,
    report,
    get decisions() {
      return authorizer.log;
    },
    newRequestId: () => requestIds.uuid(),
    service,
    call: <Output>(request: CallRequest) => activity.track(run(request)) as Promise<Output>,
    authorize: (name, principal, access) => authorizer.authorize(name, principal, access),
    credentialsFor: (session) => credentials.issue(session),
    metric: (point) => service("monitoring").record?.(point),
    resume: () => serviceNames.forEach((name) => void service(name).resume?.()),
    close,
  };
  const authorizer = new Authorizer(account);
  return account;

  function service(name: ServiceName): Service {
    let found = services.get(name);
    if (!found) services.set(name, (found = create(name)));
    return found;
  }

  function create(name: ServiceName): Service {
    return name === "lambda" ? createLambda(account, options.lambda) : creators[name](account);
  }

  async function run(request: CallRequest): Promise<unknown> {
    const ended = await faults.turn?.(request);
    try {
      return await runNow(request);
    } finally {
      ended?.();
    }
  }

  async function runNow(request: CallRequest): Promise<unknown> {
    const fault = faults.onCall(request);
    if (fault?.kind === "refuse") throw new AwsError(fault.code, fault.message, fault.status);
    if (fault?.kind === "crash" && fault.when === "before") await crash(request);
    const reads = onlyReads(request);
    await (reads ? store.readable() : store.writable());
    const output = await operate(request);
    await store.durable().catch((error: unknown) => {
      if (!(reads && error instanceof StorageError)) throw error;
    });
    if (fault?.kind === "crash") await crash(request);
    if (fault?.kind === "lose-answer") throw new AnswerLost();
    return output;
  }

  async function operate({
    service: name,
    operation: operationName,
    input,
    principal,
    requestId,
  }: CallRequest): Promise<unknown> {
    const operations = service(name).operations;
    if (!Object.hasOwn(operations, operationName)) throw unknownOperation(name, operationName);
    try {
      const context = contextOf(name, principal, input, requestId ?? requestIds.uuid());
      return await operations[operationName]!(input, context);
    } catch (error) {
      if (error instanceof AwsError) throw error;
      if (isStorageRefusal(error)) throw new StorageError(folder.path(), error);
      const problem = typeProblem(name, operationName, input);
      if (problem !== undefined) throw new AwsError("SerializationException", problem);
      report(error, `${name}:${operationName}`);
      throw new AwsError("InternalFailure", "The request processing has failed because of an unknown error.", 500);
    }
  }

  function contextOf(service: ServiceName, principal: Principal, input: object, requestId: string): CallContext {
    const tags = requestTags(input);
    const tagged = (access: Access) => (tags ? { ...access, conditions: { ...tags, ...access.conditions } } : access);
    return {
      account,
      principal,
      requestId,
      authorize: (access) => authorizer.authorize(service, principal, tagged(access)),
      whyDenied: (access) => authorizer.whyDenied(principal, tagged(access)),
    };
  }

  async function crash({ principal }: CallRequest): Promise<never> {
    if (principal.kind === "role" && principal.environmentId) await service("lambda").crash?.(principal.environmentId);
    throw new AnswerLost();
  }

  async function close(): Promise<void> {
    for (const open of services.values()) await open.close?.();
    await store.close();
    folder.remove();
  }
}

/** Operations whose answer promises nothing that would have to survive a kill: they go on while the disk is full. */
function onlyReads({ operation, input }: CallRequest): boolean {
  if (operation === "Invoke") return (input as { InvocationType?: string }).InvocationType !== "Event";
  return /^(AssumeRole|BatchGet|Describe|Filter|Get|InvokeFunctionUrl|List|Query|Scan|Simulate|StartQuery|Test)/.test(
    operation,
  );
}

function unknownOperation(service: ServiceName, operation: string): AwsError {
  const protocolCode =
    service === "iam" || service === "sns" || service === "sts" ? "InvalidAction" : "UnknownOperationException";
  return new AwsError(protocolCode, `The local cloud does not support the operation ${operation} of ${service} yet.`);
}

import type { StreamReader } from "../services/dynamodb/streams/stream-reader.ts";
import type { Account, MetricPoint } from "./account.ts";
import type { AwsError } from "./aws-error.ts";
import type { PolicyDocument } from "./policy.ts";
import type { Principal } from "./principal.ts";
import type { Tags } from "./tags.ts";

/** The local cloud's services, by the names with which AWS signs calls. */
export type ServiceName =
  | "events"
  | "lambda"
  | "dynamodb"
  | "sqs"
  | "sns"
  | "logs"
  | "monitoring"
  | "iam"
  | "sts"
  | "scheduler"
  | "pipes";

/** One service of the account. */
export interface Service {
  readonly name: ServiceName;
  readonly wire: WireProtocol;
  /** By AWS's names, e.g. PutEvents. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** The resource policy of `arn`, if this service has that resource and it has a policy. */
  resourcePolicy?(arn: string): PolicyDocument | undefined;
  /** The tags of `arn`, if this service has that resource: for conditions on aws:ResourceTag. */
  resourceTags?(arn: string): Tags | undefined;
  /** Answers plain HTTP below its prefix, e.g. function URLs. */
  readonly http?: Route;
  /** DynamoDB only: the tables' streams, for services that read them. */
  readonly streams?: StreamReader;
  /** CloudWatch only: takes the data points of `Account.metric`. */
  record?(point: MetricPoint): void;
  /** EventBridge only: puts an event of an AWS service on the default bus. PutEvents refuses such events. */
  emit?(event: ServiceEvent): void;
  /**
   * Lambda only, for the fault "crash": ends a function's environment as if its process had died. The run fails with
   * Runtime.ExitError. Resolves when the environment has ended; if the connection broke before that, it would retry its call.
   */
  crash?(environmentId: string): Promise<void>;
  /**
   * Accepted work that is not done yet, each piece with a unique name, e.g. "delivery 000000000000042": what waits for its
   * next attempt is pending too.
   */
  pending?(): Iterable<string>;
  /** Resumes the work that was pending when the process ended. */
  resume?(): void;
  /** Starts nothing more, and lets running work end. */
  close?(): Promise<void>;
}

/** An event that an AWS service puts on the default bus. */
export interface ServiceEvent {
  /** E.g. "aws.cloudwatch". */
  source: string;
  detailType: string;
  /** ARNs. */
  resources: string[];
  detail: Record<string, unknown>;
}

/** One operation. Input and output are the SDK's types as they travel in JSON: see `Wire`. */
// biome-ignore lint/suspicious/noExplicitAny: each operation's file has its types; here they only pass through
export type Operation<Input = any, Output = any> = (input: Input, context: CallContext) => Output | Promise<Output>;

/** An SDK type as it travels in JSON: dates are seconds since 1970, blobs are base64 strings. */
export type Wire<T> = T extends globalThis.Date
  ? number
  : T extends Uint8Array
    ? string
    : T extends readonly (infer U)[]
      ? Wire<U>[]
      : T extends object
        ? { [K in keyof T]: Wire<T[K]> }
        : T;

/** An operation's call, apart from its input. */
export interface CallContext {
  readonly account: Account;
  readonly principal: Principal;
  readonly requestId: string;
  /** Every operation calls this before it acts. @throws AwsError AWS's access-denied error unless the caller is allowed */
  authorize(access: Access): void;
  /** The same without an error: the reason for a denial, or undefined. */
  whyDenied(access: Access): string | undefined;
}

/** One action on one resource, as policies see it. */
export interface Access {
  /** E.g. "events:PutEvents". */
  action: string;
  /** The resource's ARN, or "*" for actions without a resource. */
  resource: string;
  /** Condition keys of this request, apart from the global ones, e.g. { "events:source": "shop" }. */
  conditions?: Record<string, string | string[]>;
  /**
   * Condition keys to leave open: a condition on them counts as met in an Allow and as not met in a Deny. PutEvents uses
   * this to tell a caller who may never put events on a bus from one who may not with this entry's source.
   */
  leaveOpen?: readonly string[];
}

/** A service's wire protocol. */
export type WireProtocol =
  /**
   * POST / with X-Amz-Target: prefix.Operation. `queryErrorCodes` is for services that used the query protocol before
   * (SQS, CloudWatch): the old error codes by the new ones, e.g.
   * { QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue" }. They travel in the header x-amzn-query-error.
   * `otherTargets` has the operations of APIs with another prefix, by that prefix (DynamoDB Streams).
   */
  | {
      kind: "json";
      version: "1.0" | "1.1";
      targetPrefix: string;
      queryErrorCodes?: Record<string, string>;
      /** The types of errors in JSON that differ from their codes. */
      errorTypes?: Readonly<Record<string, string>>;
      otherTargets?: Readonly<Record<string, readonly string[]>>;
      also?: OtherProtocols;
    }
  /** POST / with a form that has Action=Operation; the answer is XML. See `endpoint/query-types.ts` for its types. */
  | { kind: "query"; version: string; namespace: string }
  /** A method and a path for each operation. */
  | { kind: "rest-json"; routes: RestRoute[] };

/** Protocols that a JSON service speaks too, by its service model. Older and newer SDKs choose them. */
export interface OtherProtocols {
  /** The npm package of the SDK's client, which has the service model. */
  client: string;
  /** POST / with a form; the answer is XML. */
  query: { namespace: string };
  /** Smithy RPC v2 CBOR: the service's name in the path. */
  cbor?: string;
}

export interface RestRoute {
  method: "GET" | "PUT" | "POST" | "DELETE";
  /** With AWS's placeholders: /2015-03-31/functions/{FunctionName}/invocations. */
  path: string;
  operation: string;
  /** Input members that travel as headers: the lower-case header by member. */
  headers?: Record<string, string>;
  /** Input members that travel in the query string: the parameter by member. */
  query?: Record<string, string>;
  /** The input and output member that is the whole body (Lambda's Payload); the operation sees a base64 string. */
  payload?: string;
  /** Output members that travel as headers. */
  responseHeaders?: Record<string, string>;
  /** The output member that becomes the HTTP status. */
  statusMember?: string;
  /** The HTTP status without that member. Default: 200. */
  status?: number;
}

export interface Route {
  /** E.g. "/lambda-url/". */
  readonly prefix: string;
  /**
   * The endpoint has verified the signature, if there is one, and passes the caller.
   *
   * @param refusal why the signature is invalid; the caller is anonymous then
   */
  answer(request: HttpRequest, principal: Principal, refusal?: AwsError): Promise<HttpResponse>;
}

export interface HttpRequest {
  method: string;
  /** With the query string, as sent. */
  url: string;
  headers: Record<string, string>;
  body: Uint8Array;
  sourceIp: string;
}

export interface HttpResponse {
  status: number;
  /** A header with several values is sent several times. */
  headers: Record<string, string | string[]>;
  body: Uint8Array | string;
}

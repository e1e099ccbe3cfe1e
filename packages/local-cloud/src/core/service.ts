import type { Account, MetricPoint } from "./account.ts";
import type { PolicyDocument } from "./policy.ts";
import type { Principal } from "./principal.ts";

/** The services that the local cloud has, by the name that AWS signs their calls with. */
export type ServiceName = "events" | "lambda" | "dynamodb" | "sqs" | "sns" | "logs" | "monitoring" | "iam" | "sts";

/** One service of the account: its operations, how they are spoken to, and what it takes up after a restart. */
export interface Service {
  readonly name: ServiceName;
  readonly wire: WireProtocol;
  /** By AWS's names: PutEvents, CreateTable. */
  readonly operations: Readonly<Record<string, Operation>>;
  /** The resource policy attached to `arn`, if that resource is this service's and has one. */
  resourcePolicy?(arn: string): PolicyDocument | undefined;
  /** Answers plain HTTP below `httpPrefix` (a function's URL). */
  readonly http?: Route;
  /** Of monitoring alone: takes the data points that `Account.metric` notes. */
  record?(point: MetricPoint): void;
  /**
   * Ends a function's environment at once, as if its process had died: for the fault "crash" (Lambda's alone).
   * The call pipeline takes the id from the caller's principal; the run fails with Runtime.ExitError.
   * Resolves when the environment runs no more: only then may its broken connection be seen, or it would call again.
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

/**
 * One operation. Input and output have the shapes of the SDK's types as they travel in JSON
 * (see `Wire`): timestamps are seconds since 1970 as numbers, blobs are base64 text.
 */
// biome-ignore lint/suspicious/noExplicitAny: an operation's own file has the types; here they only pass through
export type Operation<Input = any, Output = any> = (input: Input, context: CallContext) => Output | Promise<Output>;

/** An SDK type as it travels: dates as seconds since 1970, blobs as base64 text. */
export type Wire<T> = T extends globalThis.Date
  ? number
  : T extends Uint8Array
    ? string
    : T extends readonly (infer U)[]
      ? Wire<U>[]
      : T extends object
        ? { [K in keyof T]: Wire<T[K]> }
        : T;

/** What an operation knows of the call beside its input. */
export interface CallContext {
  readonly account: Account;
  readonly principal: Principal;
  readonly requestId: string;
  /** Raises AWS's AccessDenied error unless the caller may do this. Every operation asks before it acts. */
  authorize(access: Access): void;
  /** The same question without the error: undefined if allowed, otherwise why not. */
  whyDenied(access: Access): string | undefined;
}

/** One thing that the caller wants to do to one resource. */
export interface Access {
  /** E.g. "events:PutEvents". */
  action: string;
  /** The resource's ARN, or "*" for what has none. */
  resource: string;
  /** Condition keys of this request beside the global ones, e.g. { "events:source": "aircraft.booking" }. */
  conditions?: Record<string, string | string[]>;
  /**
   * Condition keys to leave open: what a statement asks of them counts as met for an Allow and as not met for a Deny.
   * So PutEvents tells a caller who may never put events on a bus from one who may not with this entry's source.
   */
  leaveOpen?: readonly string[];
}

/** How a service's calls look on the wire. */
export type WireProtocol =
  /**
   * POST / with X-Amz-Target: prefix.Operation. `queryErrorCodes`: for a service that spoke the query protocol before
   * (SQS, CloudWatch), the older codes of its errors by their newer names, e.g.
   * { QueueDoesNotExist: "AWS.SimpleQueueService.NonExistentQueue" }; they travel in x-amzn-query-error.
   */
  | { kind: "json"; version: "1.0" | "1.1"; targetPrefix: string; queryErrorCodes?: Record<string, string> }
  /** POST / with Action=Operation in a form; answered in XML. What a form cannot tell is listed in `query-types.ts`. */
  | { kind: "query"; version: string; namespace: string }
  /** A path and a method for each operation. */
  | { kind: "rest-json"; routes: RestRoute[] };

export interface RestRoute {
  method: "GET" | "PUT" | "POST" | "DELETE";
  /** With AWS's placeholders: /2015-03-31/functions/{FunctionName}/invocations. */
  path: string;
  operation: string;
  /** Members that travel as headers (name of the member, lower-case header) in the request. */
  headers?: Record<string, string>;
  /** Members that travel in the query string (name of the member, name in the query). */
  query?: Record<string, string>;
  /** The member that is the whole body (Lambda's Payload), in and out, as base64 text in the operation. */
  payload?: string;
  /** Members that travel as headers in the answer. */
  responseHeaders?: Record<string, string>;
  /** The member that becomes the HTTP status, and the status otherwise (200 unless told). */
  statusMember?: string;
  status?: number;
}

export interface Route {
  /** E.g. "/lambda-url/". */
  readonly prefix: string;
  /** Says who is calling before it answers: the endpoint has verified the signature, if there is one. */
  answer(request: HttpRequest, principal: Principal): Promise<HttpResponse>;
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
  headers: Record<string, string>;
  body: Uint8Array | string;
}

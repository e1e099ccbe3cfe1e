import type { InvocationRequest, InvocationResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../../core/aws-error.ts";
import { maxNesting, nestsDeeperThan } from "../../../core/nesting.ts";
import type { CallContext, Wire } from "../../../core/service.ts";
import { execute } from "../environment/execute.ts";
import type { LogEvent } from "../environment/log-buffer.ts";
import { validation } from "../errors.ts";
import { arnOf, existingFunction, parseFunctionName } from "../function-name.ts";
import type { FunctionRecord } from "../functions.ts";
import type { Lambda } from "../lambda.ts";
import { largestPayload } from "../limits.ts";

type InvocationType = keyof typeof largestPayload;

export function invoke(lambda: Lambda) {
  return async (input: Wire<InvocationRequest>, context: CallContext): Promise<Wire<InvocationResponse>> => {
    const type = invocationType(input.InvocationType);
    const record = findFunction(lambda, input, context);
    const payload = payloadOf(input, type);
    const clientContext = clientContextOf(input);
    if (type === "DryRun") return { StatusCode: 204 };
    if (type === "Event") {
      lambda.queue.add(record.name, context.requestId, payload);
      return { StatusCode: 202 };
    }
    const nested = context.principal.kind === "role" && context.principal.functionName !== undefined;
    const request = { requestId: context.requestId, payload, clientContext, nested };
    const { outcome, log } = await execute(lambda, record, request);
    return {
      StatusCode: 200,
      ExecutedVersion: "$LATEST",
      ...(!outcome.ok && { FunctionError: "Unhandled" }),
      ...(input.LogType === "Tail" && { LogResult: tail(log) }),
      Payload: Buffer.from(outcome.ok ? outcome.payload : JSON.stringify(outcome.failure)).toString("base64"),
    };
  };
}

/** JSON. Only a synchronous invocation passes it on ("Invoke"). */
function clientContextOf({ ClientContext }: Wire<InvocationRequest>): string | undefined {
  if (!ClientContext) return undefined;
  const text = Buffer.from(ClientContext, "base64").toString("utf8");
  if (isObject(text)) return text;
  throw new AwsError("InvalidRequestContentException", "Client context must be a valid Base64-encoded JSON object.");
}

function isObject(json: string): boolean {
  try {
    const value: unknown = JSON.parse(json);
    return typeof value === "object" && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

/** A service gets ResourceNotFoundException for a deleted function, whose policy is gone, rather than AccessDenied. */
function findFunction(lambda: Lambda, input: Wire<InvocationRequest>, context: CallContext): FunctionRecord {
  const named = parseFunctionName(lambda, input.FunctionName, input.Qualifier);
  if (context.principal.kind === "service") existingFunction(lambda, named);
  const { name, accountId, region } = named;
  context.authorize({ action: "lambda:InvokeFunction", resource: arnOf({ name, accountId, region }) });
  return existingFunction(lambda, named);
}

function invocationType(type: string = "RequestResponse"): InvocationType {
  if (!Object.hasOwn(largestPayload, type)) {
    throw validation("invocationType", type, "satisfy enum value set: [RequestResponse, Event, DryRun]");
  }
  return type as InvocationType;
}

function payloadOf({ Payload }: Wire<InvocationRequest>, type: InvocationType): string {
  if (!Payload) return "{}";
  const bytes = Buffer.from(Payload, "base64");
  if (bytes.length > largestPayload[type]) {
    throw new AwsError(
      "RequestTooLargeException",
      `${bytes.length} byte payload is too large for the ${type} invocation type (limit ${largestPayload[type]} bytes)`,
      413,
    );
  }
  const text = bytes.toString("utf8");
  let payload: unknown;
  try {
    payload = JSON.parse(text);
  } catch (error) {
    throw notJson((error as Error).message);
  }
  if (nestsDeeperThan(payload, maxNesting)) throw notJson(`it nests more than ${maxNesting} deep`);
  return text;
}

function notJson(why: string): AwsError {
  return new AwsError("InvalidRequestContentException", `Could not parse request body into json: ${why}`);
}

/** The last 4 KB of the log, in base64. */
function tail(log: LogEvent[]): string {
  const text = Buffer.from(log.map(({ message }) => message).join(""));
  return text.subarray(-4096).toString("base64");
}

import { arn } from "../../core/arn.ts";
import type { Access, CallContext } from "../../core/service.ts";
import { functionNotFound, notFound, validation } from "./errors.ts";
import type { FunctionRecord } from "./functions.ts";
import type { Lambda } from "./lambda.ts";

/** The pattern of FunctionName in the "AWS Lambda API Reference", quoted in error messages. */
const namePattern =
  "(arn:(aws[a-zA-Z-]*)?:lambda:)?([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1}:)?(\\d{12}:)?(function:)?([a-zA-Z0-9-_]+)(:(\\$LATEST|[a-zA-Z0-9-_]+))?";
const nameExpression =
  /^(?:arn:aws[a-z-]*:lambda:)?(?:(?<region>[a-z]{2}(?:-[a-z]+)+-\d):)?(?:(?<accountId>\d{12}):)?(?:function:)?(?<name>[\w-]+)(?::(?<qualifier>\$LATEST|[\w-]+))?$/;

/** A function can be named charge, 000000000000:function:charge or by its ARN, each with or without a version. */
export interface NamedFunction {
  name: string;
  accountId: string;
  region: string;
  qualifier?: string;
}

export function parseFunctionName(lambda: Lambda, functionName: string | undefined, qualifier?: string): NamedFunction {
  const parts = nameExpression.exec(functionName ?? "")?.groups;
  if (!parts) throw validation("functionName", functionName, `satisfy regular expression pattern: ${namePattern}`);
  const named: NamedFunction = {
    name: parts.name!,
    accountId: parts.accountId ?? lambda.account.id,
    region: parts.region ?? lambda.account.region,
  };
  const version = qualifier ?? parts.qualifier;
  return version === undefined ? named : { ...named, qualifier: version };
}

export function arnOf({ name, accountId, region, qualifier }: NamedFunction): string {
  return arn("lambda", region, accountId, `function:${name}${qualifier === undefined ? "" : `:${qualifier}`}`);
}

/** What operations differ in when they look for their function. */
interface AboutFunction {
  /** The operation's own condition keys. */
  conditions?: Access["conditions"];
  /** The operation's own message if the function does not exist. */
  missing?: string;
}

/**
 * The function that a call names, after checking that the caller may do `action` on it.
 *
 * @throws AwsError AccessDeniedException, or ResourceNotFoundException if the function or version does not exist.
 */
export function authorizedFunction(
  lambda: Lambda,
  context: CallContext,
  action: string,
  input: { FunctionName?: string | undefined; Qualifier?: string | undefined },
  { conditions = {}, missing }: AboutFunction = {},
): FunctionRecord {
  const named = parseFunctionName(lambda, input.FunctionName, input.Qualifier);
  const unqualified = arnOf({ name: named.name, accountId: named.accountId, region: named.region });
  context.authorize({ action, resource: unqualified, conditions });
  if (missing !== undefined && !find(lambda, named)) throw notFound(missing);
  return existingFunction(lambda, named);
}

export function existingFunction(lambda: Lambda, named: NamedFunction): FunctionRecord {
  const record = find(lambda, named);
  if (!record) throw functionNotFound(arnOf(named));
  return record;
}

/** The local cloud does not publish versions: only $LATEST exists. */
function find({ account, functions }: Lambda, named: NamedFunction): FunctionRecord | undefined {
  const here = named.accountId === account.id && named.region === account.region;
  return here && (named.qualifier ?? "$LATEST") === "$LATEST" ? functions.get(named.name) : undefined;
}

/** Stores a changed function under a new revision id. */
export function replaceFunction(lambda: Lambda, record: FunctionRecord): FunctionRecord {
  lambda.policies.change(record.name, record.name, lambda.functions.get(record.name)?.policy, record.policy);
  const changed = { ...record, revisionId: lambda.account.random.uuid() };
  lambda.functions.set(record.name, changed);
  return changed;
}

import { AwsError } from "../../../core/aws-error.ts";
import { nestsDeeperThan } from "../../../core/nesting.ts";
import type { PolicyDocument } from "../../../core/policy.ts";
import { type KeyType, keyProblem, typeOfKey } from "./condition-keys.ts";
import { readOperatorName } from "./conditions.ts";
import { operators } from "./operators.ts";
import { isServicePrincipal } from "./service-principals.ts";

/** Whether a policy is attached to a role or a resource, or is a role's trust policy: each has its own elements. */
export type PolicyKind = "identity" | "resource" | "trust";

/** Whether there is a role, a user or a role's session with this ARN. */
export type PrincipalExists = (arn: string) => boolean;

type Json = Record<string, unknown>;

/** More than the language needs: policy, statements, statement, condition, operator, key, values. */
const maxNesting = 10;

/**
 * Reads a policy from a JSON string or an object. Refuses what AWS refuses, and also unknown
 * condition keys, which AWS accepts and never applies.
 *
 * @param options `code`: the service's own error code. Default: MalformedPolicyDocument. `exists`: see `policyProblem`.
 * @throws AwsError with AWS's message where there is one.
 */
export function validatePolicy(
  policy: unknown,
  kind: PolicyKind,
  { code = "MalformedPolicyDocument", exists }: { code?: string; exists?: PrincipalExists } = {},
): PolicyDocument {
  const problem = policyProblem(policy, kind, exists);
  if (problem !== undefined) throw new AwsError(code, problem);
  return (typeof policy === "string" ? JSON.parse(policy) : policy) as PolicyDocument;
}

/**
 * A sentence about the first problem of a policy; undefined if it is valid.
 *
 * @param exists whether a role or user exists. Default: all do.
 */
export function policyProblem(
  policy: unknown,
  kind: PolicyKind,
  exists: PrincipalExists = () => true,
): string | undefined {
  let document = policy;
  if (typeof policy === "string") {
    try {
      document = JSON.parse(policy);
    } catch {
      return "This policy contains invalid Json";
    }
  }
  if (!isObject(document)) return "Syntax errors in policy. It must be a JSON object.";
  if (nestsDeeperThan(document, maxNesting)) return "Syntax errors in policy.";
  return firstOf(
    unknownMember(document, ["Version", "Id", "Statement"], "the policy"),
    versionProblem(document.Version),
    statementsProblem(document.Statement, kind, exists),
  );
}

function versionProblem(version: unknown): string | undefined {
  if (version === undefined || version === "2012-10-17" || version === "2008-10-17") return undefined;
  return `Syntax errors in policy. Version must be "2012-10-17", not ${JSON.stringify(version)}.`;
}

function statementsProblem(element: unknown, kind: PolicyKind, exists: PrincipalExists): string | undefined {
  const statements = Array.isArray(element) ? element : [element];
  if (element === undefined || statements.length === 0)
    return "Syntax errors in policy. The policy must have a Statement.";
  const ids = new Set<unknown>();
  for (const [index, statement] of statements.entries()) {
    const problem = isObject(statement)
      ? statementProblem(statement, kind, exists)
      : "Syntax errors in policy. A statement must be an object.";
    if (problem !== undefined) return statements.length > 1 ? `${problem} (in statement ${index + 1})` : problem;
    const sid = (statement as Json).Sid;
    if (sid !== undefined && sid !== "" && ids.has(sid))
      return "Statement IDs (SID) in a single policy must be unique.";
    ids.add(sid);
  }
  return undefined;
}

const statementMembers = [
  "Sid",
  "Effect",
  "Principal",
  "NotPrincipal",
  "Action",
  "NotAction",
  "Resource",
  "NotResource",
  "Condition",
];

function statementProblem(statement: Json, kind: PolicyKind, exists: PrincipalExists): string | undefined {
  return firstOf(
    unknownMember(statement, statementMembers, "a statement"),
    sidProblem(statement.Sid, kind),
    statement.Effect === "Allow" || statement.Effect === "Deny"
      ? undefined
      : `Syntax errors in policy. Effect must be "Allow" or "Deny", not ${JSON.stringify(statement.Effect)}.`,
    bothProblem(statement),
    principalsProblem(statement, kind, exists),
    actionsProblem(statement, kind),
    resourcesProblem(statement, kind),
    conditionProblem(statement.Condition),
  );
}

/** Only IAM itself restricts statement ids; resource policies take any string. */
function sidProblem(sid: unknown, kind: PolicyKind): string | undefined {
  if (sid === undefined) return undefined;
  if (typeof sid !== "string") return "Syntax errors in policy. Sid must be a string.";
  if (kind === "resource" || /^[A-Za-z0-9]*$/.test(sid)) return undefined;
  return "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*";
}

function bothProblem(statement: Json): string | undefined {
  for (const name of ["Principal", "Action", "Resource"]) {
    if (statement[name] !== undefined && statement[`Not${name}`] !== undefined) {
      return `Syntax errors in policy. A statement may have ${name} or Not${name}, not both.`;
    }
  }
  return undefined;
}

function principalsProblem(statement: Json, kind: PolicyKind, exists: PrincipalExists): string | undefined {
  const name = statement.NotPrincipal === undefined ? "Principal" : "NotPrincipal";
  const element = statement[name];
  if (kind === "identity") return element === undefined ? undefined : "Policy document should not specify a principal.";
  if (element === undefined) return "Missing required field Principal";
  if (kind === "trust" && name === "NotPrincipal") return "Has prohibited field NotPrincipal";
  if (element === "*") return undefined;
  if (!isObject(element) || Object.keys(element).length === 0) {
    return `Invalid principal in policy: ${JSON.stringify(element)}. It must be "*" or an object such as {"Service": "events.amazonaws.com"}.`;
  }
  for (const [type, values] of Object.entries(element)) {
    for (const value of strings(values) ?? [values]) {
      if (isPrincipal(type, value, exists)) continue;
      // As AWS writes it.
      const shown = type === "Service" ? "SERVICE" : type;
      return `Invalid principal in policy: ${JSON.stringify(shown)}:${JSON.stringify(value)}`;
    }
  }
  return undefined;
}

const principalArn =
  /^arn:aws:(iam::\d{12}:(root|role\/[\w+=,.@/-]+|user\/[\w+=,.@/-]+)|sts::\d{12}:assumed-role\/[\w+=,.@-]+\/[\w+=,.@-]+)$/;

function isPrincipal(type: string, value: unknown, exists: PrincipalExists): boolean {
  if (typeof value !== "string") return false;
  if (type === "Service") return isServicePrincipal(value);
  return type === "AWS" && (value === "*" || /^\d{12}$/.test(value) || (principalArn.test(value) && exists(value)));
}

function actionsProblem(statement: Json, kind: PolicyKind): string | undefined {
  const element = statement.Action ?? statement.NotAction;
  if (element === undefined) return "Policy statement must contain actions.";
  const actions = strings(element);
  if (!actions || actions.length === 0) return "Policy statement must contain actions.";
  for (const action of actions) {
    if (action === "*") continue;
    const colon = action.indexOf(":");
    if (colon < 0) return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
    if (!/^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(action))
      return `Syntax errors in policy. ${JSON.stringify(action)} is not an action such as events:PutEvents.`;
    if (kind === "trust" && action.slice(0, colon).toLowerCase() !== "sts") {
      return "AssumeRole policy may only specify STS AssumeRole actions.";
    }
  }
  return undefined;
}

function resourcesProblem(statement: Json, kind: PolicyKind): string | undefined {
  const element = statement.Resource ?? statement.NotResource;
  if (kind === "trust") return element === undefined ? undefined : "Has prohibited field Resource";
  const resources = element === undefined ? [] : strings(element);
  if (!resources || resources.length === 0) return "Policy statement must contain resources.";
  for (const resource of resources) {
    if (resource === "*" || resource.startsWith("${")) continue;
    const parts = resource.split(":");
    // A star may stand for the rest of an ARN: arn:aws:sqs:*
    if (parts[0] === "arn" && (parts.length >= 6 || (parts.length > 2 && resource.endsWith("*")))) continue;
    if (parts[0] !== "arn") return `Resource ${resource} must be in ARN format or "*".`;
    return `Resource ${resource} must be in ARN format or "*": arn:aws:service:region:account:resource.`;
  }
  return undefined;
}

function conditionProblem(element: unknown): string | undefined {
  if (element === undefined) return undefined;
  if (!isObject(element)) return "Syntax errors in policy. Condition must be an object of operators.";
  for (const [operatorName, keys] of Object.entries(element)) {
    const { set, base, ifExists } = readOperatorName(operatorName);
    const operator = operators.get(base);
    const known = operator !== undefined || (base === "Null" && !ifExists && !set);
    if (!known) return `Invalid Condition type : ${operatorName}.`;
    if (!isObject(keys))
      return `Syntax errors in policy. Condition ${operatorName} must be an object of condition keys.`;
    for (const [key, values] of Object.entries(keys)) {
      if (!key.includes(":")) return "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";
      const problem =
        keyProblem(key) ??
        mismatch(operatorName, base, key) ??
        valuesProblem(operatorName, operator?.valueType ?? "true or false", key, values, (value) =>
          operator ? operator.compile(value) !== undefined : /^(true|false)$/i.test(value),
        );
      if (problem !== undefined) return problem;
    }
  }
  return undefined;
}

/** The types of key that an operator can compare, by how its name begins. A string can be compared with any key's value. */
const comparable: Array<[begin: RegExp, types: readonly KeyType[]]> = [
  [/^Numeric/, ["Numeric"]],
  [/^Date/, ["Date"]],
  [/^Bool/, ["Bool"]],
  [/^Binary/, []],
  [/^(Not)?IpAddress/, ["IPAddress"]],
  [/^Arn/, ["ARN"]],
];
const fitting: Record<KeyType, string> = {
  String: "StringEquals",
  ARN: "ArnLike",
  Bool: "Bool",
  Date: "DateLessThan",
  Numeric: "NumericEquals",
  IPAddress: "IpAddress",
};

/** IAM takes an operator that cannot compare the key's values; it never holds, and IAM Access Analyzer reports it so. */
function mismatch(operatorName: string, base: string, key: string): string | undefined {
  const types = comparable.find(([begin]) => begin.test(base))?.[1];
  const type = typeOfKey(key);
  // Seconds are a number, too.
  if (
    !types ||
    type === "any" ||
    types.includes(type) ||
    (key.toLowerCase() === "aws:epochtime" && base.startsWith("Numeric"))
  )
    return undefined;
  return `Type mismatch: use an operator such as ${fitting[type]} instead of ${operatorName} for the condition key ${key}.`;
}

function valuesProblem(
  operator: string,
  valueType: string,
  key: string,
  element: unknown,
  isValue: (value: string) => boolean,
): string | undefined {
  const values = Array.isArray(element) ? element : [element];
  if (values.length === 0) return `Syntax errors in policy. Condition ${operator} of ${key} has no value.`;
  for (const value of values) {
    const scalar = ["string", "number", "boolean"].includes(typeof value);
    if (!scalar || !isValue(String(value))) {
      return `Invalid value ${JSON.stringify(value)} of ${key} in ${operator}: it must be ${valueType}.`;
    }
  }
  return undefined;
}

function unknownMember(object: Json, known: string[], where: string): string | undefined {
  const unknown = Object.keys(object).find((name) => !known.includes(name));
  return unknown === undefined
    ? undefined
    : `Syntax errors in policy. Unknown element ${JSON.stringify(unknown)} in ${where}. Known elements: ${known.join(", ")}.`;
}

/** The values of an element that is a string or a list of strings; undefined if it is anything else. */
function strings(element: unknown): string[] | undefined {
  const values = Array.isArray(element) ? element : [element];
  return values.every((value) => typeof value === "string") ? (values as string[]) : undefined;
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function firstOf(...problems: Array<string | undefined>): string | undefined {
  return problems.find((problem) => problem !== undefined);
}

import type { Statement } from "@event-choreography/local-cloud/pulumi-mocks";

const elements = [
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
const principalTypes = ["Service", "AWS", "Federated", "CanonicalUser"];

/**
 * Refuses a policy's statements that AWS would refuse ("IAM JSON policy elements reference"). The compiler cannot, as
 * a policy is JSON.
 *
 * @param kind "resource" for a policy of a resource, which says who may act; "role" for a role's own. Default: "role".
 * @throws Error with the first problem
 */
export function checkStatements(statements: readonly Statement[], kind: "resource" | "role" = "role"): void {
  for (const statement of statements) {
    const problem = statementProblem(statement, kind);
    if (problem) throw new Error(problem);
  }
}

function statementProblem(statement: Statement, kind: "resource" | "role"): string | undefined {
  const unknown = Object.keys(statement).find((name) => !elements.includes(name));
  if (unknown) return `"${unknown}" is not an element of a statement${suggestion(unknown, elements)}`;
  if (statement.Effect === undefined) return "the statement has no Effect: it must say whether it allows or denies";
  if (!["Allow", "Deny"].includes(statement.Effect))
    return `Effect is "${statement.Effect}", but it is either "Allow" or "Deny", spelled like this`;
  if (kind === "resource" && statement.Principal === undefined)
    return "the statement has no Principal: it does not say who may do this";
  const principal = principalProblem(statement.Principal);
  if (principal) return principal;
  if (statement.Action === undefined) return "the statement has no Action: it does not say what is allowed";
  const wrong = [statement.Action].flat().find((action) => action !== "*" && !/^[\w-]+:[\w*?]+$/.test(String(action)));
  if (wrong !== undefined)
    return `Action contains "${wrong}", but an action is a service and one of its operations, e.g. "sqs:SendMessage"`;
  if (statement.Resource === undefined) return "the statement has no Resource: it does not say on what it is allowed";
  const resources: unknown[] = [statement.Resource].flat();
  const named = resources.find((resource) => resource !== "*" && !String(resource).startsWith("arn:"));
  if (named === undefined) return undefined;
  return `Resource is ${typeof named === "string" ? `"${named}"` : "an object"}, but a policy names a resource by its ARN`;
}

function principalProblem(principal: unknown): string | undefined {
  if (principal === undefined || principal === "*") return undefined;
  if (typeof principal !== "object" || principal === null || Array.isArray(principal))
    return "Principal does not say what kind of principal its names are: an object with a key such as AWS or Service";
  const unknown = Object.keys(principal).find((type) => !principalTypes.includes(type));
  return unknown && `"${unknown}" is not a kind of principal${suggestion(unknown, principalTypes)}`;
}

function suggestion(name: string, known: readonly string[]): string {
  const meant = known.find((other) => other.toLowerCase() === name.toLowerCase().replace(/s$/, ""));
  return meant ? `, but "${meant}" is` : "";
}

/** What the statements allow on each resource, in any number of statements: { "arn:…": ["events:PutEvents"] }, sorted. */
export function actionsByResource(statements: readonly Statement[]): Record<string, string[]> {
  const actions: Record<string, Set<string>> = {};
  for (const { Action, Resource } of statements.filter(({ Effect }) => Effect === "Allow")) {
    for (const resource of [Resource].flat()) {
      actions[resource] ??= new Set();
      for (const action of [Action].flat()) actions[resource].add(action);
    }
  }
  return Object.fromEntries(Object.entries(actions).map(([resource, names]) => [resource, [...names].sort()]));
}

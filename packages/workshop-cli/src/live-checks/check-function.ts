import { GetRolePolicyCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { GetFunctionUrlConfigCommand, GetPolicyCommand } from "@aws-sdk/client-lambda";
import type { LiveAccount } from "./account.ts";
import { type LiveFinding, notYet, orNothing, passed } from "./finding.ts";
import { type PolicyStatement, statementsIn } from "./policy.ts";

/** Whether the function's own policy lets exactly that rule in. */
export async function lookAtPermission(
  { lambda, name, arn }: LiveAccount,
  functionName: string,
  rule: string,
): Promise<LiveFinding> {
  const FunctionName = name(functionName);
  const ruleArn = arn("events", `rule/${name("AircraftBookingBus")}/${name(rule)}`);
  const what = `${FunctionName} lets ${name(rule)} invoke it`;
  const answer = await orNothing(lambda.send(new GetPolicyCommand({ FunctionName })));
  const statements = statementsIn(answer?.Policy).filter(isForEventBridge);
  if (statements.some((statement) => sourceOf(statement) === ruleArn)) return passed(what);
  const sources = statements.map((statement) => sourceOf(statement) ?? "any rule of any account");
  return notYet(what, {
    seen:
      sources.length > 0
        ? `it lets in ${sources.join(", ")}`
        : "it lets nobody in: what the rule matches is dropped in silence",
    expected: ruleArn,
    mend: "an aws.lambda.Permission for events.amazonaws.com with the rule's ARN as sourceArn",
  });
}

/** What a function's role must allow: the actions, on that resource. */
export interface Allowance {
  actions: readonly string[];
  resource: string;
}

/** Whether the function's role allows what its handler does, and names what it allows it on. */
export async function lookAtRole(
  { iam, name }: LiveAccount,
  functionName: string,
  needed: readonly Allowance[],
): Promise<LiveFinding> {
  const RoleName = name(functionName);
  const what = `the role of ${RoleName} allows what its handler does, and no more than that resource`;
  const list = await orNothing(iam.send(new ListRolePoliciesCommand({ RoleName })));
  if (!list)
    return notYet(what, { seen: "no such role", expected: RoleName, mend: "deploy the step: npx workshop up" });
  const documents = await Promise.all(
    (list.PolicyNames ?? []).map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
  );
  const statements = documents.flatMap(({ PolicyDocument }) => statementsIn(PolicyDocument));
  const missing = needed.flatMap(({ actions, resource }) =>
    actions
      .filter((action) => !statements.some((it) => allows(it, action, resource)))
      .map((it) => `${it} on ${resource}`),
  );
  if (missing.length > 0)
    return notYet(what, {
      seen: `it does not allow ${missing.join(", ")}`,
      expected: "all of it",
      mend: "mend `allow` of the function, then: npx workshop up",
    });
  const tooWide = statements.find(({ Effect, Resource }) => Effect === "Allow" && [Resource].flat().includes("*"));
  if (tooWide)
    return notYet(what, {
      seen: `${[tooWide.Action].flat().join(", ")} on every resource`,
      expected: "an ARN",
      mend: 'name the resource instead of "*"',
    });
  return passed(what);
}

export async function lookAtUrl({ lambda, name }: LiveAccount, functionName: string): Promise<LiveFinding> {
  const FunctionName = name(functionName);
  const what = `the URL of ${FunctionName} answers signed requests only`;
  const found = await orNothing(lambda.send(new GetFunctionUrlConfigCommand({ FunctionName })));
  if (found?.AuthType === "AWS_IAM") return passed(what);
  return notYet(what, {
    seen: found?.AuthType ?? "no URL",
    expected: "AWS_IAM",
    mend: "authorizationType of the function's URL",
  });
}

function isForEventBridge({ Effect, Principal, Action }: PolicyStatement): boolean {
  const services = typeof Principal === "object" ? [Principal?.Service].flat() : [Principal];
  return (
    Effect === "Allow" && services.includes("events.amazonaws.com") && [Action].flat().includes("lambda:InvokeFunction")
  );
}

function sourceOf({ Condition = {} }: PolicyStatement): string | undefined {
  const entries = Object.values(Condition).flatMap((keys) => Object.entries(keys));
  const source = entries.find(([key]) => key.toLowerCase() === "aws:sourcearn")?.[1];
  return [source].flat()[0];
}

function allows({ Effect, Action, Resource }: PolicyStatement, action: string, resource: string): boolean {
  return (
    Effect === "Allow" &&
    [Action].flat().some((it) => fits(it, action)) &&
    [Resource].flat().some((it) => fits(it, resource))
  );
}

/** IAM's wildcards: * is any text, ? any one character. */
function fits(pattern = "", text = ""): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "i").test(text);
}

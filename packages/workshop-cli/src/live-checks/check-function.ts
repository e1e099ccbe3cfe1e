import { GetRolePolicyCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { GetFunctionUrlConfigCommand, GetPolicyCommand } from "@aws-sdk/client-lambda";
import { actionsOf, type Statement } from "@event-choreography/local-cloud/pulumi-mocks";
import type { LiveAccount } from "./account.ts";
import { type LiveFinding, notYet, passed, undefinedIfMissing } from "./finding.ts";
import { type PolicyStatement, statementsIn } from "./policy.ts";

/** Checks that the function's own policy allows exactly that rule to invoke it. */
export async function checkPermission(
  { lambda, name, arn }: LiveAccount,
  FunctionName: string,
  rule: string,
): Promise<LiveFinding> {
  const ruleArn = arn("events", `rule/${name("AircraftBookingBus")}/${rule}`);
  const what = `${FunctionName} lets ${rule} invoke it`;
  const answer = await undefinedIfMissing(lambda.send(new GetPolicyCommand({ FunctionName })));
  const statements = statementsIn(answer?.Policy).filter(isForEventBridge);
  if (statements.some((statement) => sourceOf(statement) === ruleArn)) return passed(what);
  const sources = statements.map((statement) => sourceOf(statement) ?? "any rule of any account");
  return notYet(what, {
    seen:
      sources.length > 0
        ? `it can be invoked by ${sources.join(", ")}`
        : "no rule may invoke it: matching events are dropped silently",
    expected: ruleArn,
    fix: "add an aws.lambda.Permission for events.amazonaws.com with the rule's ARN as sourceArn",
  });
}

/** Checks that the function's role allows what its handler does, and only on named resources. */
export async function checkRole(
  { iam, here }: LiveAccount,
  RoleName: string,
  needed: readonly Statement[],
): Promise<LiveFinding> {
  const what = `the role of ${RoleName} allows what its handler does, and only on the resources it uses`;
  const list = await undefinedIfMissing(iam.send(new ListRolePoliciesCommand({ RoleName })));
  if (!list) return notYet(what, { seen: "no such role", expected: RoleName, fix: "deploy the step: npx workshop up" });
  const documents = await Promise.all(
    (list.PolicyNames ?? []).map((PolicyName) => iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
  );
  const statements = documents.flatMap(({ PolicyDocument }) => statementsIn(PolicyDocument));
  const missing = needed.flatMap((statement) => {
    const resource = here(statement.Resource);
    return actionsOf(statement)
      .filter((action) => !statements.some((it) => allows(it, action, resource)))
      .map((action) => `${action} on ${resource}`);
  });
  if (missing.length > 0)
    return notYet(what, {
      seen: `it does not allow ${missing.join(", ")}`,
      expected: "all of these actions",
      fix: "fix the function's `allow`, then: npx workshop up",
    });
  const tooWide = statements.find(({ Effect, Resource }) => Effect === "Allow" && [Resource].flat().includes("*"));
  if (tooWide)
    return notYet(what, {
      seen: `${[tooWide.Action].flat().join(", ")} on every resource`,
      expected: "an ARN",
      fix: 'name the resource instead of "*"',
    });
  return passed(what);
}

export async function checkUrl({ lambda }: LiveAccount, FunctionName: string): Promise<LiveFinding> {
  const what = `the URL of ${FunctionName} accepts only signed requests`;
  const found = await undefinedIfMissing(lambda.send(new GetFunctionUrlConfigCommand({ FunctionName })));
  if (found?.AuthType === "AWS_IAM") return passed(what);
  return notYet(what, {
    seen: found?.AuthType ?? "no URL",
    expected: "AWS_IAM",
    fix: "set authorizationType on the function's URL",
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
    [Action].flat().some((it) => matches(it, action)) &&
    [Resource].flat().some((it) => matches(it, resource))
  );
}

/** Matches IAM's wildcards: * is any string, ? any single character. */
function matches(pattern = "", text = ""): boolean {
  const expression = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", ".*")
    .replaceAll("?", ".");
  return new RegExp(`^${expression}$`, "i").test(text);
}

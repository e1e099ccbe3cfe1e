import { DescribeResourcePoliciesCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DescribeEventBusCommand, DescribeRuleCommand, ListTargetsByRuleCommand } from "@aws-sdk/client-eventbridge";
import type { LiveAccount } from "./account.ts";
import { type LiveFinding, notYet, passed, undefinedIfMissing } from "./finding.ts";

export async function checkBus({ events, name }: LiveAccount): Promise<LiveFinding> {
  const Name = name("AircraftBookingBus");
  const what = `the bus ${Name} exists`;
  const found = await undefinedIfMissing(events.send(new DescribeEventBusCommand({ Name })));
  return found
    ? passed(what)
    : notYet(what, { seen: "no such bus", expected: Name, fix: "see exercise 1.1, then: npx workshop up" });
}

/** Checks the rule and its pattern on our bus. If it is missing, looks for it on the default bus. */
export async function checkRule(
  { events, name }: LiveAccount,
  Name: string,
  pattern: Record<string, unknown>,
): Promise<LiveFinding> {
  const EventBusName = name("AircraftBookingBus");
  const what = `${Name} on ${EventBusName} matches ${inWords(pattern)}`;
  const found = await undefinedIfMissing(events.send(new DescribeRuleCommand({ Name, EventBusName })));
  if (!found) {
    const onDefaultBus = await undefinedIfMissing(events.send(new DescribeRuleCommand({ Name })));
    return onDefaultBus
      ? notYet(what, { seen: "it is on the default bus", expected: EventBusName, fix: "set eventBusName: bus.name" })
      : notYet(what, { seen: "no such rule", expected: Name, fix: "add the rule, then: npx workshop up" });
  }
  if (found.State === "DISABLED") return notYet(what, { seen: "the rule is disabled", expected: "ENABLED" });
  if (sameJson(found.EventPattern, pattern)) return passed(what);
  return notYet(what, {
    seen: found.EventPattern ?? "no pattern",
    expected: JSON.stringify(pattern),
    fix: "fix eventPattern, then: npx workshop up",
  });
}

/** Checks that the rule on our bus has this target. */
export async function checkTarget(
  { events, name }: LiveAccount,
  Rule: string,
  { arn, is }: { arn: string; is: string },
): Promise<LiveFinding> {
  const what = `${Rule} has ${is} as a target`;
  const answer = await undefinedIfMissing(
    events.send(new ListTargetsByRuleCommand({ Rule, EventBusName: name("AircraftBookingBus") })),
  );
  const arns = answer?.Targets?.map(({ Arn = "" }) => Arn) ?? [];
  if (arns.includes(arn)) return passed(what);
  return notYet(what, {
    seen: arns.length > 0 ? arns.join(", ") : "no target",
    expected: arn,
    fix: "set rule, eventBusName and arn on the target; without eventBusName the rule is looked up on the default bus",
  });
}

export async function checkEventLogPolicy({ logs, arn, name }: LiveAccount): Promise<LiveFinding> {
  const what = "EventBridge may write to the event log";
  const resourceArn = arn("logs", `log-group:${name("/aws/events/AircraftBookingBus")}`);
  const answer = await undefinedIfMissing(
    logs.send(new DescribeResourcePoliciesCommand({ resourceArn, policyScope: "RESOURCE" })),
  );
  const documents = answer?.resourcePolicies?.map(({ policyDocument = "" }) => policyDocument) ?? [];
  const needed = ["events.amazonaws.com", "delivery.logs.amazonaws.com", "logs:CreateLogStream", "logs:PutLogEvents"];
  const missing = needed.filter((text) => !documents.some((document) => document.includes(`"${text}"`)));
  if (missing.length === 0) return passed(what);
  return notYet(what, {
    seen: documents.length > 0 ? `a policy without ${missing.join(", ")}` : "no policy on the log group",
    expected: needed.join(", "),
    fix: "see exercise 1.3",
  });
}

function inWords(pattern: Record<string, unknown>): string {
  const names = [pattern["detail-type"]].flat();
  return names[0] === undefined ? "every event" : String(names[0]);
}

function sameJson(text: string | undefined, wanted: Record<string, unknown>): boolean {
  const inOrder = (value: Record<string, unknown>) =>
    JSON.stringify(Object.entries(value).sort(([a], [b]) => a.localeCompare(b)));
  return text !== undefined && inOrder(JSON.parse(text)) === inOrder(wanted);
}

import type { PutRuleRequest, PutRuleResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import { isJsonObject, parseJsonObject } from "../../../core/json-object.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { busNameOf, defaultBus, ruleArn } from "../arns.ts";
import { ruleKey } from "../collections.ts";
import { limitExceeded, managedRule, notEmulated, validationError } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { authorizeRule } from "../named-rule.ts";
import { checkPassRole } from "../pass-role.ts";
import { compilePattern } from "../pattern/index.ts";
import type { StoredRule } from "../stored.ts";
import { checkTags } from "../tags.ts";
import { busNameOrArn, namePattern } from "../validation.ts";

/** "Amazon EventBridge quotas". */
const maxRules = 300;
const states = ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"] as const;

/**
 * "PutRule": creates a rule, or replaces an existing one except its targets and tags.
 *
 * @throws AwsError InvalidEventPatternException for an invalid pattern; the rule stays unchanged.
 */
export function putRule(bridge: EventBridge): Operation<Wire<PutRuleRequest>, Wire<PutRuleResponse>> {
  return (input, context) => {
    check(input);
    const name = input.Name!;
    const busName = busNameOf(input.EventBusName);
    const arn = ruleArn(bridge.account, busName, name);
    authorizeRule(bridge, context, "events:PutRule", { name, busName, arn }, patternConditions(input.EventPattern!));
    checkPassRole(context, input.RoleArn, arn);
    bridge.state.bus(busName);
    const existing = bridge.state.rules.get(ruleKey(busName, name));
    if (existing?.managedBy) throw managedRule(name);
    if (!existing && [...bridge.state.rulesOf(busName)].length >= maxRules) throw limitExceeded();
    compilePattern(input.EventPattern!);
    bridge.router.put(ruleFrom(input, { name, busName, arn, targets: existing?.targets ?? [] }));
    if (!existing) bridge.tags.add(arn, input.Tags ?? []);
    return { RuleArn: arn };
  };
}

function check(input: Wire<PutRuleRequest>): void {
  new Constraints()
    .text("name", input.Name, { required: true, min: 1, max: 64, pattern: namePattern })
    .text("eventBusName", input.EventBusName, busNameOrArn)
    .text("description", input.Description, { max: 512 })
    .text("roleArn", input.RoleArn, { min: 1, max: 1600 })
    .text("state", input.State, { oneOf: states })
    .check();
  checkTags(input.Tags);
  if (input.ScheduleExpression) refuseSchedule(busNameOf(input.EventBusName));
  if (!input.EventPattern) throw validationError("Parameter(s) EventPattern or ScheduleExpression must be specified.");
}

/** The fields of a pattern that are condition keys of PutRule, each with the values that it matches exactly. */
const patternKeys: Record<string, readonly string[]> = {
  "events:source": ["source"],
  "events:detail-type": ["detail-type"],
  "events:detail.service": ["detail", "service"],
  "events:detail.eventTypeCode": ["detail", "eventTypeCode"],
  "events:detail.userIdentity.principalId": ["detail", "userIdentity", "principalId"],
};

function patternConditions(pattern: string): Record<string, string[]> {
  const conditions: Record<string, string[]> = {};
  for (const [key, path] of Object.entries(patternKeys)) {
    let field: unknown = parseJsonObject(pattern);
    for (const name of path) field = isJsonObject(field) ? field[name] : undefined;
    if (Array.isArray(field)) conditions[key] = field.filter((value) => typeof value === "string");
  }
  return conditions;
}

function refuseSchedule(busName: string): never {
  if (busName !== defaultBus) throw validationError("ScheduleExpression is supported only on the default event bus.");
  throw notEmulated(
    "scheduled rules",
    "Give the rule an EventPattern, and put an event on the bus when the rule should run.",
  );
}

function ruleFrom(
  input: Wire<PutRuleRequest>,
  rest: Pick<StoredRule, "name" | "busName" | "arn" | "targets">,
): StoredRule {
  return {
    ...rest,
    pattern: input.EventPattern!,
    state: input.State ?? "ENABLED",
    description: input.Description,
    roleArn: input.RoleArn,
  };
}

import type { Rule } from "@aws-sdk/client-eventbridge";
import type { Wire } from "../../core/service.ts";
import type { StoredRule } from "./stored.ts";

/** A rule as DescribeRule and ListRules return it. */
export function ruleDescription(rule: StoredRule): Wire<Rule> {
  return {
    Name: rule.name,
    Arn: rule.arn,
    EventPattern: rule.pattern,
    State: rule.state,
    ...(rule.description !== undefined && { Description: rule.description }),
    ...(rule.roleArn !== undefined && { RoleArn: rule.roleArn }),
    ...(rule.managedBy !== undefined && { ManagedBy: rule.managedBy }),
    EventBusName: rule.busName,
  };
}

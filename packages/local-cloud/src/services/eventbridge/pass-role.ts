import type { CallContext } from "../../core/service.ts";

/** Who gives EventBridge a role must be allowed to pass it ("Grant a user permissions to pass a role to an AWS service"). */
export function checkPassRole(context: CallContext, roleArn: string | undefined, ruleArn: string): void {
  if (!roleArn) return;
  context.authorize({
    action: "iam:PassRole",
    resource: roleArn,
    conditions: { "iam:PassedToService": "events.amazonaws.com", "iam:AssociatedResourceArn": ruleArn },
  });
}

import type { CallContext } from "../../core/service.ts";

/** Checks that the caller may pass the role to EventBridge ("Grant a user permissions to pass a role …"). */
export function checkPassRole(context: CallContext, roleArn: string | undefined, ruleArn: string): void {
  if (!roleArn) return;
  context.authorize({
    action: "iam:PassRole",
    resource: roleArn,
    conditions: { "iam:PassedToService": "events.amazonaws.com", "iam:AssociatedResourceArn": ruleArn },
  });
}

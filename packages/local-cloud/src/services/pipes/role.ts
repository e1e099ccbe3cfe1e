import type { Account, RoleSession } from "../../core/account.ts";
import { parseArn } from "../../core/arn.ts";
import { Constraints } from "../../core/constraints.ts";
import { servicePrincipal } from "../../core/principal.ts";
import type { CallContext } from "../../core/service.ts";
import type { StoredPipe } from "./stored-pipe.ts";

/** Checks that the caller may pass the role to the pipe ("Grant a user permissions to pass a role to an AWS service"). */
export function checkPassRole(context: CallContext, roleArn: string | undefined, pipeArn: string): void {
  new Constraints()
    .text("roleArn", roleArn, {
      required: true,
      min: 1,
      max: 1600,
      pattern: /^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role\/?[a-zA-Z0-9+=,.@\-_/]+$/,
    })
    .check();
  context.authorize({
    action: "iam:PassRole",
    resource: roleArn!,
    conditions: { "iam:PassedToService": "pipes.amazonaws.com", "iam:AssociatedResourceArn": pipeArn },
  });
}

/**
 * A session of the pipe's role, which has to trust pipes.amazonaws.com: the caller at the source, the bus and the
 * dead-letter queue ("Amazon EventBridge Pipes permissions").
 *
 * @throws AwsError AccessDenied
 */
export async function assumeRole(account: Account, { name, arn, roleArn }: StoredPipe): Promise<RoleSession> {
  const sessionName = `pipe-${name}`.slice(0, 64);
  const input = { RoleArn: roleArn, RoleSessionName: sessionName };
  const principal = servicePrincipal(account, "pipes.amazonaws.com", arn);
  await account.call({ service: "sts", operation: "AssumeRole", input, principal });
  const roleName = parseArn(roleArn)!.resource.split("/").at(-1)!;
  return { kind: "role", accountId: account.id, roleName, sessionName, pipeName: name };
}

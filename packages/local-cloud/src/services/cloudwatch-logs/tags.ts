import { AwsError } from "../../core/aws-error.ts";
import type { CallContext } from "../../core/service.ts";
import { maxTags, type TagErrors } from "../../core/tags.ts";
import { groupArn, groupOfIdentifier } from "./arns.ts";
import type { CloudWatchLogsState, LogGroup } from "./state.ts";
import { required } from "./validate.ts";

export function tagErrors(resourceArn: string | undefined): TagErrors {
  const message = `A resource can have no more than ${maxTags} tags.`;
  return { tooMany: () => new AwsError("TooManyTagsException", message, 400, { resourceName: resourceArn }) };
}

/** The tagged group; its ARN comes without ":*" at its end. */
export function taggedGroup(
  state: CloudWatchLogsState,
  { account, authorize }: CallContext,
  action: string,
  resourceArn: string | undefined,
): LogGroup {
  const name = groupOfIdentifier(account, required(resourceArn, "resourceArn"));
  authorize({ action, resource: groupArn(account, name) });
  return state.group(name);
}

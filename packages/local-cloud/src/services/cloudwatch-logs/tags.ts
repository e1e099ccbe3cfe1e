import type { CallContext } from "../../core/service.ts";
import { groupArn, groupOfIdentifier } from "./arns.ts";
import type { LogGroup, LogsState } from "./state.ts";
import { required } from "./validate.ts";

/** The group whose tags are meant; its ARN is given without ":*" at its end. */
export function taggedGroup(
  state: LogsState,
  { account, authorize }: CallContext,
  action: string,
  resourceArn: string | undefined,
): LogGroup {
  const name = groupOfIdentifier(account, required(resourceArn, "resourceArn"));
  authorize({ action, resource: groupArn(account, name) });
  return state.group(name);
}

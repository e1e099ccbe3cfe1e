import type { Account } from "../../core/account.ts";
import { arn, parseArn } from "../../core/arn.ts";
import { AwsError } from "../../core/aws-error.ts";

/** The group's ARN as `logGroupArn` gives it, without the ":*" at its end. */
export function groupArn(account: Account, group: string): string {
  return arn("logs", account.region, account.id, `log-group:${group}`);
}

/** What a policy must allow for a call on a stream; for a call on the whole group AWS leaves the stream's name empty. */
export function streamArn(account: Account, group: string, stream = ""): string {
  return `${groupArn(account, group)}:log-stream:${stream}`;
}

/** The name of the group that `arn` belongs to: a group's ARN, with or without ":*", or a stream's. */
export function groupOfArn(account: Account, text: string): string | undefined {
  const parsed = parseArn(text);
  if (parsed?.service !== "logs" || parsed.region !== account.region || parsed.accountId !== account.id)
    return undefined;
  const [kind, name] = parsed.resource.split(":");
  return kind === "log-group" && name ? name : undefined;
}

/** An operation that takes `logGroupIdentifier` takes a name or an ARN there. */
export function groupOfIdentifier(account: Account, identifier: string): string {
  if (!identifier.startsWith("arn:")) return identifier;
  const name = groupOfArn(account, identifier);
  if (name === undefined) {
    throw new AwsError("InvalidParameterException", `Invalid log group ARN: ${identifier}`);
  }
  return name;
}

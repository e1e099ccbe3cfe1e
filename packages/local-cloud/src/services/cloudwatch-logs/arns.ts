import type { Account } from "../../core/account.ts";
import { arn, parseArn } from "../../core/arn.ts";
import { AwsError } from "../../core/aws-error.ts";

/** A log group's ARN as in `logGroupArn`, without the trailing ":*". */
export function groupArn(account: Account, group: string): string {
  return arn("logs", account.region, account.id, `log-group:${group}`);
}

/** The resource of a call on a stream, as policies must name it. In a call on a whole group, the stream is empty. */
export function streamArn(account: Account, group: string, stream = ""): string {
  return `${groupArn(account, group)}:log-stream:${stream}`;
}

/**
 * The name of the log group in the ARN of a group, with or without ":*", or of a stream.
 *
 * @returns undefined if it is not the ARN of a log group in this account and region
 */
export function groupOfArn(account: Account, given: string): string | undefined {
  const parsed = parseArn(given);
  if (parsed?.service !== "logs" || parsed.region !== account.region || parsed.accountId !== account.id)
    return undefined;
  const [kind, name] = parsed.resource.split(":");
  return kind === "log-group" && name ? name : undefined;
}

/** The name of the log group in a `logGroupIdentifier`, which is a name or an ARN. */
export function groupOfIdentifier(account: Account, identifier: string): string {
  if (!identifier.startsWith("arn:")) return identifier;
  const name = groupOfArn(account, identifier);
  if (name === undefined) {
    throw new AwsError("InvalidParameterException", `Invalid log group ARN: ${identifier}`);
  }
  return name;
}

import type { Account } from "../../core/account.ts";
import { arn, parseArn } from "../../core/arn.ts";

export const defaultBus = "default";

type Scope = Pick<Account, "id" | "region">;

export function busArn(account: Scope, busName: string): string {
  return arn("events", account.region, account.id, `event-bus/${busName}`);
}

/** The ARN of a rule on the default bus does not name the bus. */
export function ruleArn(account: Scope, busName: string, ruleName: string): string {
  const path = busName === defaultBus ? ruleName : `${busName}/${ruleName}`;
  return arn("events", account.region, account.id, `rule/${path}`);
}

export function archiveArn(account: Scope, archiveName: string): string {
  return arn("events", account.region, account.id, `archive/${archiveName}`);
}

export function replayArn(account: Scope, replayName: string): string {
  return arn("events", account.region, account.id, `replay/${replayName}`);
}

/** The bus name in a request's name or ARN; defaults to the default bus. */
export function busNameOf(nameOrArn: string | undefined): string {
  if (!nameOrArn) return defaultBus;
  return nameIn("event-bus", nameOrArn) ?? nameOrArn;
}

/** The resource name in an ARN of this kind (event-bus, archive); undefined for any other string. */
export function nameIn(kind: string, text: string): string | undefined {
  const parsed = parseArn(text);
  if (parsed?.service !== "events" || !parsed.resource.startsWith(`${kind}/`)) return undefined;
  return parsed.resource.slice(kind.length + 1);
}

/** The bus and the rule that a rule's ARN names; undefined for any other string. */
export function ruleIn(text: string): { busName: string; ruleName: string } | undefined {
  const path = nameIn("rule", text);
  if (path === undefined) return undefined;
  const slash = path.lastIndexOf("/");
  if (slash < 0) return { busName: defaultBus, ruleName: path };
  return { busName: path.slice(0, slash), ruleName: path.slice(slash + 1) };
}

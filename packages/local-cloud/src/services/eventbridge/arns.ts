import type { Account } from "../../core/account.ts";
import { arn, parseArn } from "../../core/arn.ts";

export const defaultBus = "default";

type Place = Pick<Account, "id" | "region">;

export function busArn(account: Place, busName: string): string {
  return arn("events", account.region, account.id, `event-bus/${busName}`);
}

/** A rule of the default bus has no bus in its ARN. */
export function ruleArn(account: Place, busName: string, ruleName: string): string {
  const path = busName === defaultBus ? ruleName : `${busName}/${ruleName}`;
  return arn("events", account.region, account.id, `rule/${path}`);
}

export function archiveArn(account: Place, archiveName: string): string {
  return arn("events", account.region, account.id, `archive/${archiveName}`);
}

export function replayArn(account: Place, replayName: string): string {
  return arn("events", account.region, account.id, `replay/${replayName}`);
}

/** The bus that a name or an ARN means; no name means the default bus. */
export function busNameOf(nameOrArn: string | undefined): string {
  if (!nameOrArn) return defaultBus;
  return nameIn("event-bus", nameOrArn) ?? nameOrArn;
}

/** The name in an ARN of this kind (event-bus, archive), if it is one. */
export function nameIn(kind: string, text: string): string | undefined {
  const parsed = parseArn(text);
  if (parsed?.service !== "events" || !parsed.resource.startsWith(`${kind}/`)) return undefined;
  return parsed.resource.slice(kind.length + 1);
}

/** The bus and the rule that a rule's ARN names, if it is one. */
export function ruleIn(text: string): { busName: string; ruleName: string } | undefined {
  const path = nameIn("rule", text);
  if (path === undefined) return undefined;
  const slash = path.lastIndexOf("/");
  if (slash < 0) return { busName: defaultBus, ruleName: path };
  return { busName: path.slice(0, slash), ruleName: path.slice(slash + 1) };
}

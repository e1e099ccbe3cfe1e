import type { Account } from "../../core/account.ts";
import { type Principal, principalArn } from "../../core/principal.ts";
import type { Access } from "../../core/service.ts";
import type { RoleRecord } from "./roles.ts";
import { serviceOf } from "./service-of.ts";

type Values = (key: string) => string[] | undefined;

/**
 * The values of the condition keys in a request: those of the operation, and the global ones
 * ("AWS global condition context keys"). They are computed only when a policy uses them.
 */
export function requestValues(
  account: Account,
  principal: Principal,
  role: RoleRecord | undefined,
  access: Access,
): Values {
  let own: Map<string, string[]> | undefined;
  return (key) => {
    own ??= lowerKeys(access.conditions);
    return own.get(key) ?? list(globalValue(key, account, principal, role, access));
  };
}

function lowerKeys(conditions: Access["conditions"] = {}): Map<string, string[]> {
  return new Map(Object.entries(conditions).map(([key, value]) => [key.toLowerCase(), list(value)!]));
}

function globalValue(
  key: string,
  account: Account,
  principal: Principal,
  role: RoleRecord | undefined,
  access: Access,
): string | string[] | undefined {
  const isService = principal.kind === "service";
  switch (key) {
    case "aws:currenttime":
      return new Date(account.clock.now()).toISOString();
    case "aws:epochtime":
      return String(Math.floor(account.clock.now() / 1000));
    // Requests do not leave the machine, so they count as secure without TLS.
    case "aws:securetransport":
      return "true";
    case "aws:requestedregion":
      return account.region;
    case "aws:resourceaccount":
      return access.resource.split(":")[4] || undefined;
    case "aws:viaawsservice":
      return "false";
    case "aws:sourceip":
      return isService ? undefined : "127.0.0.1";
    case "aws:sourcearn":
      return isService ? principal.sourceArn : undefined;
    case "aws:sourceaccount":
      return isService ? principal.sourceAccount : undefined;
    case "aws:sourceowner":
      return isService ? principal.sourceAccount : principal.kind === "anonymous" ? undefined : principal.accountId;
    case "aws:principalisawsservice":
      return String(isService);
    case "aws:principalservicename":
    case "aws:principalservicenameslist":
      return isService ? principal.service : undefined;
    case "aws:principalarn":
      return isService || principal.kind === "anonymous" ? undefined : (role?.Arn ?? principalArn(principal));
    case "aws:principalaccount":
      return isService || principal.kind === "anonymous" ? undefined : principal.accountId;
    case "aws:principaltype":
      return principalTypes[principal.kind];
    case "aws:userid":
      return userId(principal, role);
    case "lambda:sourcefunctionarn":
      return principal.kind === "role" && principal.functionName !== undefined
        ? `arn:aws:lambda:${account.region}:${account.id}:function:${principal.functionName}`
        : undefined;
  }
  for (const prefix of resourceTagKeys) {
    if (key.startsWith(prefix)) return resourceTagValue(account, access.resource, key.slice(prefix.length));
  }
  if (key.startsWith("aws:principaltag/")) return tagValue(role, key.slice("aws:principaltag/".length));
  return undefined;
}

const principalTypes: Record<Principal["kind"], string | undefined> = {
  account: "Account",
  role: "AssumedRole",
  service: undefined,
  anonymous: "Anonymous",
};

function userId(principal: Principal, role: RoleRecord | undefined): string | undefined {
  if (principal.kind === "account") return principal.accountId;
  return principal.kind === "role" && role ? `${role.RoleId}:${principal.sessionName}` : undefined;
}

function tagValue(role: RoleRecord | undefined, lowerKey: string): string | undefined {
  return role?.Tags.find(({ Key }) => Key.toLowerCase() === lowerKey)?.Value;
}

const resourceTagKeys = ["aws:ResourceTag/", "iam:ResourceTag/"].map((key) => key.toLowerCase());

function resourceTagValue(account: Account, resource: string, lowerKey: string): string | undefined {
  const service = serviceOf(resource);
  const tags = service && account.service(service).resourceTags?.(resource);
  return Object.entries(tags ?? {}).find(([key]) => key.toLowerCase() === lowerKey)?.[1];
}

function list(value: string | string[] | undefined): string[] | undefined {
  return typeof value === "string" ? [value] : value;
}

import type { Account } from "../../core/account.ts";
import type { CheckFailure } from "../contract/check-failure.ts";
import { containsUnknown, type PropertyMap, type PropertyValue, plain } from "../property-values/values.ts";

/** The accepted settings. The provider only talks to this account, so credentials and endpoints are ignored. */
const accepted = new Set([
  "accessKey",
  "allowedAccountIds",
  "endpoints",
  "forbiddenAccountIds",
  "insecure",
  "maxRetries",
  "pluginDownloadURL",
  "profile",
  "region",
  "retryMode",
  "s3UsePathStyle",
  "secretKey",
  "sharedConfigFiles",
  "sharedCredentialsFiles",
  "skipCredentialsValidation",
  "skipMetadataApiCheck",
  "skipRegionValidation",
  "skipRequestingAccountId",
  "stsRegion",
  "token",
  "version",
]);

/** Checks a provider's configuration against this account. A refused account has the real provider's message. */
export function configFailures(config: PropertyMap, account: Account): CheckFailure[] {
  const failures: CheckFailure[] = [];
  for (const [name, value] of Object.entries(config)) {
    if (value === null || name.startsWith("__") || accepted.has(name)) continue;
    failures.push({
      property: name,
      reason: `is not supported by the local cloud; it supports ${[...accepted].sort().join(", ")}`,
    });
  }
  const region = setting(config.region);
  if (region !== undefined && region !== account.region) {
    failures.push({ property: "region", reason: `the local cloud is in ${account.region}, not in ${region}` });
  }
  const allowed = setting(config.allowedAccountIds);
  if (Array.isArray(allowed) && allowed.length > 0 && !allowed.includes(account.id)) {
    failures.push({ property: "allowedAccountIds", reason: `AWS account ID not allowed: ${account.id}` });
  }
  const forbidden = setting(config.forbiddenAccountIds);
  if (Array.isArray(forbidden) && forbidden.includes(account.id)) {
    failures.push({ property: "forbiddenAccountIds", reason: `AWS account ID not allowed: ${account.id}` });
  }
  return failures;
}

/** A setting's value, undefined if it is unknown. Pulumi sends values other than strings as JSON. */
function setting(given: PropertyValue | undefined): PropertyValue | undefined {
  if (given === undefined || given === null || containsUnknown(given)) return undefined;
  const value = plain(given);
  if (typeof value !== "string" || !/^[[{]/.test(value)) return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** What a key's values are. A string may be of any form. */
export type KeyType = "String" | "ARN" | "Bool" | "Date" | "Numeric" | "IPAddress";

/**
 * The condition keys of AWS ("AWS global condition context keys", and the keys of our services in the
 * "Service Authorization Reference"), compared case-insensitively, by their types. A key that ends in a slash is
 * followed by a tag's name.
 *
 * A policy with any other key is refused. With a misspelled key, an Allow would silently never apply,
 * and a Deny with a "Not…" operator would always apply.
 *
 * Some are never in a request here, as they would not be in an account without an organization, a network of its own,
 * MFA or federated users.
 */
const keys: Record<string, Partial<Record<KeyType, string[]>>> = {
  aws: {
    String: [
      "CalledVia",
      "CalledViaFirst",
      "CalledViaLast",
      "FederatedProvider",
      "PrincipalAccount",
      "PrincipalOrgID",
      "PrincipalOrgPaths",
      "PrincipalServiceName",
      "PrincipalServiceNamesList",
      "PrincipalTag/",
      "PrincipalType",
      "RequestTag/",
      "RequestedRegion",
      "ResourceAccount",
      "ResourceOrgID",
      "ResourceOrgPaths",
      "ResourceTag/",
      "SourceAccount",
      "SourceIdentity",
      "SourceOrgID",
      "SourceOrgPaths",
      // SNS's older name for SourceAccount, still used in its default topic policy.
      "SourceOwner",
      "SourceVpc",
      "SourceVpce",
      "TagKeys",
      "userid",
      "username",
    ],
    ARN: ["PrincipalArn", "SourceArn", "SourceVpcArn"],
    Bool: ["MultiFactorAuthPresent", "PrincipalIsAWSService", "SecureTransport", "ViaAWSService"],
    Date: ["CurrentTime", "EpochTime"],
    Numeric: ["MultiFactorAuthAge"],
    IPAddress: ["SourceIp", "VpcSourceIp"],
  },
  cloudwatch: { String: ["namespace"] },
  dynamodb: {},
  events: {
    String: [
      "ManagedBy",
      "creatorAccount",
      "detail-type",
      "detail.eventTypeCode",
      "detail.service",
      "detail.userIdentity.principalId",
      "source",
    ],
    ARN: ["TargetArn"],
    Bool: ["eventBusInvocation"],
  },
  iam: { String: ["PassedToService", "ResourceTag/"], ARN: ["AssociatedResourceArn", "PolicyARN"] },
  lambda: {
    String: [
      "EventSourceToken",
      "FunctionUrlAuthType",
      "Layer",
      "Principal",
      "SecurityGroupIds",
      "SubnetIds",
      "VpcIds",
    ],
    ARN: ["CodeSigningConfigArn", "FunctionArn", "SourceFunctionArn"],
    Bool: ["InvokedViaFunctionUrl"],
  },
  logs: {},
  sns: {},
  sqs: {},
  sts: {
    String: ["ExternalId", "RoleSessionName", "SourceIdentity", "TransitiveTagKeys"],
    Numeric: ["DurationSeconds"],
  },
};

/** Keys that a request has on AWS, and not here: a condition on them would be decided wrongly. */
const missing: Record<string, string[]> = {
  aws: ["Referer", "TokenIssueTime", "UserAgent"],
  cloudwatch: ["AlarmActions", "requestInsightRuleLogGroups", "requestManagedResourceARNs"],
  dynamodb: [
    "Attributes",
    "EnclosingOperation",
    "FullTableScan",
    "LeadingKeys",
    "ReturnConsumedCapacity",
    "ReturnValues",
    "Select",
  ],
  iam: ["AWSServiceName", "PermissionsBoundary"],
  logs: ["LogGeneratingResourceArns"],
  sns: ["Endpoint", "Protocol"],
};

/** By key, in lower case. */
const types = new Map<string, KeyType>();
const tagged: string[] = [];
for (const [service, byType] of Object.entries(keys)) {
  for (const [type, names] of Object.entries(byType)) {
    for (const name of names) {
      const key = `${service}:${name}`.toLowerCase();
      if (key.endsWith("/")) tagged.push(key);
      else types.set(key, type as KeyType);
    }
  }
}
const notFilled = new Set(
  Object.entries(missing).flatMap(([service, names]) => names.map((name) => `${service}:${name}`.toLowerCase())),
);

/** Why no policy can have this key; undefined if one can. */
export function keyProblem(key: string): string | undefined {
  const lower = key.toLowerCase();
  if (types.has(lower) || isTag(lower)) return undefined;
  if (notFilled.has(lower))
    return `The local cloud does not support the condition key ${key}: no request would have it.`;
  return `Invalid condition key ${key}. Known keys: ${keysLike(key).join(", ")}.`;
}

/** The type of a key that has no problem. A tag's value may be compared as any type. */
export function typeOfKey(key: string): KeyType | "any" {
  return types.get(key.toLowerCase()) ?? "any";
}

function isTag(lower: string): boolean {
  return tagged.some((prefix) => lower.startsWith(prefix) && lower.length > prefix.length);
}

/** The known keys with the same prefix; all prefixes if the prefix is unknown. */
function keysLike(key: string): string[] {
  const service = key.slice(0, Math.max(0, key.indexOf(":"))).toLowerCase();
  const byType = Object.hasOwn(keys, service) ? keys[service] : undefined;
  if (!byType) return Object.keys(keys).map((name) => `${name}:…`);
  return Object.values(byType)
    .flat()
    .sort()
    .map((name) => `${service}:${name}`);
}

/**
 * The condition keys of AWS ("AWS global condition context keys", and the keys of our services in the
 * "Service Authorization Reference"), compared case-insensitively. A key that ends in a slash is
 * followed by a tag's name.
 *
 * A policy with any other key is refused. With a misspelled key, an Allow would silently never apply,
 * and a Deny with a "Not…" operator would always apply.
 */
const keys: Record<string, string[]> = {
  aws: [
    "CalledVia",
    "CalledViaFirst",
    "CalledViaLast",
    "CurrentTime",
    "EpochTime",
    "FederatedProvider",
    "MultiFactorAuthAge",
    "MultiFactorAuthPresent",
    "PrincipalAccount",
    "PrincipalArn",
    "PrincipalIsAWSService",
    "PrincipalOrgID",
    "PrincipalOrgPaths",
    "PrincipalServiceName",
    "PrincipalServiceNamesList",
    "PrincipalTag/",
    "PrincipalType",
    "Referer",
    "RequestTag/",
    "RequestedRegion",
    "ResourceAccount",
    "ResourceOrgID",
    "ResourceOrgPaths",
    "ResourceTag/",
    "SecureTransport",
    "SourceAccount",
    "SourceArn",
    "SourceIdentity",
    "SourceIp",
    "SourceOrgID",
    "SourceOrgPaths",
    // SNS's older name for SourceAccount, still used in its default topic policy.
    "SourceOwner",
    "SourceVpc",
    "SourceVpcArn",
    "SourceVpce",
    "TagKeys",
    "TokenIssueTime",
    "UserAgent",
    "ViaAWSService",
    "VpcSourceIp",
    "userid",
    "username",
  ],
  cloudwatch: ["AlarmActions", "namespace", "requestInsightRuleLogGroups", "requestManagedResourceARNs"],
  dynamodb: [
    "Attributes",
    "EnclosingOperation",
    "FullTableScan",
    "LeadingKeys",
    "ReturnConsumedCapacity",
    "ReturnValues",
    "Select",
  ],
  events: [
    "ManagedBy",
    "TargetArn",
    "creatorAccount",
    "detail-type",
    "detail.eventTypeCode",
    "detail.service",
    "detail.userIdentity.principalId",
    "eventBusInvocation",
    "source",
  ],
  iam: [
    "AWSServiceName",
    "AssociatedResourceArn",
    "PassedToService",
    "PermissionsBoundary",
    "PolicyARN",
    "ResourceTag/",
  ],
  lambda: [
    "CodeSigningConfigArn",
    "EventSourceToken",
    "FunctionArn",
    "FunctionUrlAuthType",
    "InvokedViaFunctionUrl",
    "Layer",
    "Principal",
    "SecurityGroupIds",
    "SourceFunctionArn",
    "SubnetIds",
    "VpcIds",
  ],
  logs: ["LogGeneratingResourceArns"],
  sns: ["Endpoint", "Protocol"],
  sqs: [],
  sts: ["DurationSeconds", "ExternalId", "RoleSessionName", "SourceIdentity", "TransitiveTagKeys"],
};

const exact = new Set<string>();
const tagged: string[] = [];
for (const [service, names] of Object.entries(keys)) {
  for (const name of names) {
    const key = `${service}:${name}`.toLowerCase();
    if (key.endsWith("/")) tagged.push(key);
    else exact.add(key);
  }
}

export function isConditionKey(key: string): boolean {
  const lower = key.toLowerCase();
  return exact.has(lower) || tagged.some((prefix) => lower.startsWith(prefix) && lower.length > prefix.length);
}

/** The known keys with the same prefix, for an error message; all prefixes if the prefix is unknown. */
export function keysLike(key: string): string[] {
  const service = key.slice(0, Math.max(0, key.indexOf(":"))).toLowerCase();
  return keys[service]?.map((name) => `${service}:${name}`) ?? Object.keys(keys).map((name) => `${name}:…`);
}

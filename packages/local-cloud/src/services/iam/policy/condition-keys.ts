/**
 * The condition keys that AWS has ("AWS global condition context keys", and the keys of our services
 * in the "Service Authorization Reference"). Compared without regard to case. A key that ends in a
 * slash takes a tag's name after it.
 *
 * A policy with any other key is refused: a misspelt key in an Allow would never hold, and one
 * in a Deny with "Not…" always, and both in silence.
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
    // SNS's own older name, which its default topic policy still has.
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

/** The keys under the same prefix, to choose from; all prefixes if even that is unknown. */
export function keysLike(key: string): string[] {
  const service = key.slice(0, Math.max(0, key.indexOf(":"))).toLowerCase();
  return keys[service]?.map((name) => `${service}:${name}`) ?? Object.keys(keys).map((name) => `${name}:…`);
}

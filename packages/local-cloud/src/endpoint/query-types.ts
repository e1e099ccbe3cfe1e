/**
 * In a form every value is a string, and in an object a map looks like a structure. These are the members of the query
 * protocol's services (IAM, STS, SNS) that have other types.
 */

/** Input members that are integers. */
export const numberMembers: ReadonlySet<string> = new Set(["MaxItems", "MaxSessionDuration", "DurationSeconds"]);

/** Input members that are booleans. */
export const booleanMembers: ReadonlySet<string> = new Set([
  "ReturnSubscriptionArn",
  "OnlyAttached",
  "SetAsDefault",
  "EnableAllRegions",
]);

/** Output members that are maps: they become entry, key and value. */
export const mapMembers: ReadonlySet<string> = new Set(["Attributes", "attributes", "EvalDecisionDetails"]);

/** Output members that are timestamps: they become 2026-01-01T12:00:00Z. */
export const timestampMembers: ReadonlySet<string> = new Set([
  "CreateDate",
  "UpdateDate",
  "Expiration",
  "LastUsedDate",
  "PasswordLastUsed",
]);

/**
 * In a form everything is text, and in an object a map looks like a structure. What the query
 * protocol's services (IAM, STS, SNS) mean otherwise is listed here, by the member's name.
 */

/** Input members that are whole numbers. */
export const numberMembers: ReadonlySet<string> = new Set(["MaxItems", "MaxSessionDuration", "DurationSeconds"]);

/** Input members that are true or false. */
export const booleanMembers: ReadonlySet<string> = new Set([
  "ReturnSubscriptionArn",
  "OnlyAttached",
  "EnableAllRegions",
]);

/** Output members that are maps: they travel as entry, key and value. */
export const mapMembers: ReadonlySet<string> = new Set(["Attributes", "attributes", "EvalDecisionDetails"]);

/** Output members that are timestamps: they travel as text, 2026-01-01T12:00:00Z. */
export const timestampMembers: ReadonlySet<string> = new Set([
  "CreateDate",
  "UpdateDate",
  "Expiration",
  "LastUsedDate",
  "PasswordLastUsed",
]);

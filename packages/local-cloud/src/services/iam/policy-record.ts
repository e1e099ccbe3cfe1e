import type { PolicyDocument } from "../../core/policy.ts";

/** A managed policy, the account's own or one of AWS's. The account's own are stored under their ARN. */
export interface PolicyRecord {
  PolicyName: string;
  PolicyId: string;
  Arn: string;
  Path: string;
  Description?: string;
  /** Seconds since 1970. */
  CreateDate: number;
  UpdateDate: number;
  Tags: Array<{ Key: string; Value: string }>;
  /** Oldest first. */
  versions: PolicyVersionRecord[];
  DefaultVersionId: string;
  /** The number of the newest version that ever was. */
  lastVersion: number;
}

export interface PolicyVersionRecord {
  VersionId: string;
  document: PolicyDocument;
  CreateDate: number;
}

/** A policy as IAM documents it ("IAM JSON policy elements reference"). */
export interface PolicyDocument {
  Version?: string;
  Id?: string;
  Statement: PolicyStatement[];
}

export interface PolicyStatement {
  Sid?: string;
  Effect: "Allow" | "Deny";
  Principal?: "*" | Record<string, string | string[]>;
  NotPrincipal?: "*" | Record<string, string | string[]>;
  Action?: string | string[];
  NotAction?: string | string[];
  Resource?: string | string[];
  NotResource?: string | string[];
  /** Operator, key, values: { StringEquals: { "aws:SourceAccount": "000000000000" } }. */
  Condition?: Record<string, Record<string, string | string[]>>;
}

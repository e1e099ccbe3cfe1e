import type { PolicyStatement } from "../../core/policy.ts";
import type { PolicyRecord } from "./policy-record.ts";

/** The AWS-managed policies of the local cloud, by ARN ("AWS managed policies for Lambda"). */
export const managedPolicies: ReadonlyMap<string, PolicyRecord> = new Map(
  [
    managed("AWSLambdaBasicExecutionRole", "2015-04-09T15:03:43Z", {
      Effect: "Allow",
      Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: "*",
    }),
  ].map((policy) => [policy.Arn, policy]),
);

function managed(PolicyName: string, created: string, statement: PolicyStatement): PolicyRecord {
  const CreateDate = Date.parse(created) / 1000;
  const document = { Version: "2012-10-17", Statement: [statement] };
  return {
    PolicyName,
    // The real one is not documented.
    PolicyId: `ANPA${PolicyName.toUpperCase().slice(0, 17)}`,
    Arn: `arn:aws:iam::aws:policy/service-role/${PolicyName}`,
    Path: "/service-role/",
    CreateDate,
    UpdateDate: CreateDate,
    Tags: [],
    versions: [{ VersionId: "v1", document, CreateDate }],
    DefaultVersionId: "v1",
    lastVersion: 1,
  };
}

import type { PolicyDocument } from "../../core/policy.ts";

/** The AWS-managed policies of the local cloud, by ARN ("AWS managed policies for Lambda"). */
export const managedPolicies: ReadonlyMap<string, PolicyDocument> = new Map([
  [
    "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: "*",
        },
      ],
    },
  ],
]);

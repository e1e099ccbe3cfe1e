import { cloudwatchCases } from "./cloudwatch-cases.ts";
import { dynamodbCases } from "./dynamodb-cases.ts";
import { eventbridgeCases } from "./eventbridge-cases.ts";
import { iamCases } from "./iam-cases.ts";
import { lambdaCases } from "./lambda-cases.ts";
import { pipesCases } from "./pipes-cases.ts";
import type { ResourceCase } from "./resource-case.ts";
import { schedulerCases } from "./scheduler-cases.ts";
import { snsCases } from "./sns-cases.ts";
import { sqsCases } from "./sqs-cases.ts";

export type { ResourceCase } from "./resource-case.ts";

/** One case for every resource type, by token. */
export const resourceCases: Readonly<Record<string, ResourceCase>> = {
  ...cloudwatchCases,
  ...dynamodbCases,
  ...eventbridgeCases,
  ...iamCases,
  ...lambdaCases,
  ...schedulerCases,
  ...pipesCases,
  ...snsCases,
  ...sqsCases,
};

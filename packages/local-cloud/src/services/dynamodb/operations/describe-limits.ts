import type { DescribeLimitsOutput } from "@aws-sdk/client-dynamodb";
import type { Operation, Wire } from "../../../core/service.ts";

/** The default quotas of an account in us-east-1 ("Quotas in Amazon DynamoDB"). The local cloud does not throttle by them. */
export const describeLimits: Operation<object, Wire<DescribeLimitsOutput>> = (_input, context) => {
  context.authorize({ action: "dynamodb:DescribeLimits", resource: "*" });
  return {
    AccountMaxReadCapacityUnits: 80_000,
    AccountMaxWriteCapacityUnits: 80_000,
    TableMaxReadCapacityUnits: 40_000,
    TableMaxWriteCapacityUnits: 40_000,
  };
};

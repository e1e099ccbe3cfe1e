import { accountArn } from "./prerequisites.ts";
import type { ResourceCase } from "./resource-case.ts";

export const dynamodbCases: Record<string, ResourceCase> = {
  "aws:dynamodb/table:Table": {
    inputs: {
      name: "PaymentTable",
      hashKey: "bookingId",
      attributes: [{ name: "bookingId", type: "S" }],
      billingMode: "PAY_PER_REQUEST",
      ttl: { attributeName: "expiresAt", enabled: true },
      pointInTimeRecovery: { enabled: true },
      tags: { step: "3" },
    },
    changed: {
      name: "PaymentTable",
      hashKey: "bookingId",
      attributes: [
        { name: "bookingId", type: "S" },
        { name: "openSince", type: "N" },
      ],
      billingMode: "PAY_PER_REQUEST",
      globalSecondaryIndexes: [{ name: "open", hashKey: "bookingId", rangeKey: "openSince", projectionType: "ALL" }],
      streamEnabled: true,
      streamViewType: "NEW_AND_OLD_IMAGES",
      tags: { step: "9" },
    },
    outputs: { arn: accountArn("dynamodb", "table/PaymentTable"), tagsAll: { step: "3" } },
  },
};

import { expect, test } from "vitest";
import { decodeJson } from "./aws-json.ts";
import type { WireRequest } from "./wire-request.ts";

const protocol = {
  kind: "json",
  version: "1.0",
  targetPrefix: "DynamoDB_20120810",
  otherTargets: { DynamoDBStreams_20120810: ["GetRecords"] },
} as const;

function operationOf(target: string): string {
  const headers = { "x-amz-target": target };
  const request = { method: "POST", url: "/", path: "/", query: "", headers, body: Buffer.alloc(0), sourceIp: "::1" };
  return decodeJson(protocol, request satisfies WireRequest).operation;
}

test("two APIs of one service have their own prefixes", () => {
  expect(operationOf("DynamoDB_20120810.PutItem")).toBe("PutItem");
  expect(operationOf("DynamoDBStreams_20120810.GetRecords")).toBe("GetRecords");
});

test.each([
  ["DynamoDB_20120810.GetRecords", "DynamoDBStreams_20120810"],
  ["DynamoDBStreams_20120810.PutItem", "DynamoDB_20120810"],
  ["AWSEvents.PutEvents", "DynamoDB_20120810"],
  ["PutItem", "DynamoDB_20120810"],
  ["", "DynamoDB_20120810"],
])("refuses the target '%s' and says which prefix is right", (target, prefix) => {
  expect(() => operationOf(target)).toThrow(
    `The header X-Amz-Target is '${target}'; it must be ${prefix}, a dot and the operation.`,
  );
});

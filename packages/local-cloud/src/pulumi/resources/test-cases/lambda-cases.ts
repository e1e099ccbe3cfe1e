import { expect } from "vitest";
import { accountArn, charge, code, functionArn, role } from "./prerequisites.ts";
import type { ResourceCase } from "./resource-case.ts";

export const lambdaCases: Record<string, ResourceCase> = {
  "aws:lambda/function:Function": {
    needs: [role],
    inputs: {
      ...charge[1],
      environment: { variables: { TABLE: "PaymentTable" } },
      timeout: 10,
      tags: { step: "3" },
    },
    changed: { ...charge[1], code: code("2"), memorySize: 256, reservedConcurrentExecutions: 5 },
    outputs: {
      arn: functionArn,
      invokeArn: `arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`,
      qualifiedArn: `${functionArn}:$LATEST`,
      version: "$LATEST",
      memorySize: 128,
      codeSha256: expect.any(String),
    },
  },
  "aws:lambda/permission:Permission": {
    needs: [role, charge],
    inputs: {
      statementId: "by-rule",
      action: "lambda:InvokeFunction",
      function: "charge",
      principal: "events.amazonaws.com",
      sourceArn: accountArn("events", "rule/AircraftBookingBus/BookingCreatedRule"),
    },
    outputs: {},
    importId: "charge/by-rule",
  },
  "aws:lambda/functionUrl:FunctionUrl": {
    needs: [role, charge],
    inputs: { functionName: "charge", authorizationType: "AWS_IAM" },
    changed: { functionName: "charge", authorizationType: "NONE", cors: { allowOrigins: ["*"] } },
    outputs: {
      functionArn,
      functionUrl: expect.stringMatching(/^http/),
      urlId: expect.stringMatching(/^[a-z0-9]+$/),
      invokeMode: "BUFFERED",
    },
  },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    needs: [role, charge],
    inputs: { functionName: "charge", maximumRetryAttempts: 1, maximumEventAgeInSeconds: 3600 },
    changed: { functionName: "charge", maximumRetryAttempts: 0 },
    outputs: {},
  },
};

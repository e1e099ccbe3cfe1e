import { expect } from "vitest";
import { lambdaTrust, policy, role } from "./prerequisites.ts";
import type { ResourceCase } from "./resource-case.ts";

export const iamCases: Record<string, ResourceCase> = {
  "aws:iam/policy:Policy": {
    inputs: {
      name: "publish",
      path: "/shop/",
      description: "Publishes",
      policy: policy({ Effect: "Allow", Action: "events:PutEvents", Resource: "*" }),
      tags: { step: "3" },
    },
    changed: {
      name: "publish",
      path: "/shop/",
      description: "Publishes",
      policy: policy({ Effect: "Allow", Action: ["events:PutEvents", "events:PutRule"], Resource: "*" }),
    },
    outputs: {
      arn: "arn:aws:iam::000000000000:policy/shop/publish",
      policyId: expect.stringMatching(/^ANPA/),
      attachmentCount: 0,
    },
  },
  "aws:iam/role:Role": {
    inputs: { name: "charge", assumeRolePolicy: lambdaTrust, description: "Charges", tags: { step: "3" } },
    changed: { name: "charge", assumeRolePolicy: lambdaTrust, maxSessionDuration: 7200 },
    outputs: { arn: "arn:aws:iam::000000000000:role/charge", path: "/", uniqueId: expect.any(String) },
  },
  "aws:iam/rolePolicy:RolePolicy": {
    needs: [role],
    inputs: {
      name: "own-table",
      role: "charge",
      policy: policy({ Effect: "Allow", Action: "dynamodb:PutItem", Resource: "*" }),
    },
    changed: {
      name: "own-table",
      role: "charge",
      policy: policy({ Effect: "Allow", Action: "dynamodb:GetItem", Resource: "*" }),
    },
    outputs: {},
  },
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    needs: [role],
    inputs: { role: "charge", policyArn: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole" },
    outputs: {},
  },
};

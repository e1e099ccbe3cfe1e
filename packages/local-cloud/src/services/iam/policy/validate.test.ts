import { expect, test } from "vitest";
import { type PolicyKind, policyProblem, validatePolicy } from "./validate.ts";

const statement = { Effect: "Allow", Action: "events:PutEvents", Resource: "*" };
const of = (changes: object) => ({ Version: "2012-10-17", Statement: [{ ...statement, ...changes }] });
const trust = (changes: object) => ({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole", ...changes },
  ],
});

test.each<[string, unknown, PolicyKind]>([
  ["one statement without a list", { Statement: statement }, "identity"],
  ["a JSON string", JSON.stringify(of({})), "identity"],
  ["a trust policy", trust({}), "trust"],
  [
    "a resource policy",
    of({ Sid: "Let it in", Principal: { AWS: ["000000000000", "arn:aws:iam::000000000000:role/a"] } }),
    "resource",
  ],
  ["a condition", of({ Condition: { "ForAllValues:StringLikeIfExists": { "aws:TagKeys": ["a"] } } }), "identity"],
  ["a tag key", of({ Condition: { StringEquals: { "aws:PrincipalTag/team": "a" } } }), "identity"],
  [
    "a string operator for any key, and a number for seconds since 1970",
    of({
      Condition: {
        StringLike: { "aws:SourceArn": "arn:aws:sqs:*", "aws:SourceIp": "127.*" },
        NumericGreaterThan: { "aws:EpochTime": "1767225600", "aws:PrincipalTag/level": "3" },
      },
    }),
    "identity",
  ],
  ["JSON booleans", of({ Condition: { Bool: { "aws:SecureTransport": false } } }), "identity"],
])("%s is accepted", (_title, policy, kind) => {
  expect(policyProblem(policy, kind)).toBeUndefined();
});

test.each<[string, unknown, PolicyKind, string]>([
  ["invalid JSON", "{", "identity", "This policy contains invalid Json"],
  ["JSON that is not an object", "[]", "identity", "Syntax errors in policy."],
  ["no statement", { Version: "2012-10-17" }, "identity", "Syntax errors in policy."],
  ["an unknown version", { ...of({}), Version: "2012-10-18" }, "identity", 'not "2012-10-18"'],
  ["an unknown element", of({ Principle: "*" }), "resource", 'Unknown element "Principle"'],
  ["no effect", of({ Effect: undefined }), "identity", "Effect must be"],
  ["an effect in the wrong case", of({ Effect: "allow" }), "identity", 'not "allow"'],
  ["no action", of({ Action: undefined }), "identity", "Policy statement must contain actions."],
  ["an action without its service", of({ Action: "PutEvents" }), "identity", "must be prefaced by a vendor"],
  ["both kinds of action", of({ NotAction: "sqs:*" }), "identity", "Action or NotAction, not both"],
  ["no resource", of({ Resource: undefined }), "identity", "Policy statement must contain resources."],
  [
    "a resource that is not an ARN",
    of({ Resource: "BookingBus" }),
    "identity",
    'Resource BookingBus must be in ARN format or "*".',
  ],
  ["a principal in an identity policy", of({ Principal: "*" }), "identity", "should not specify a principal"],
  ["no principal in a resource policy", of({}), "resource", "Missing required field Principal"],
  [
    "a principal that is not an ARN",
    of({ Principal: { AWS: "charge" } }),
    "resource",
    'Invalid principal in policy: "AWS":"charge"',
  ],
  [
    "a service without its domain",
    of({ Principal: { Service: "events" } }),
    "resource",
    'Invalid principal in policy: "SERVICE":"events"',
  ],
  // AWS's message, from many a report of a typing mistake.
  [
    "a misspelled service",
    trust({ Principal: { Service: "event.amazonaws.com" } }),
    "trust",
    'Invalid principal in policy: "SERVICE":"event.amazonaws.com"',
  ],
  [
    "a service of another partition",
    trust({ Principal: { Service: "lambda.amazonaws.com.cn" } }),
    "trust",
    'Invalid principal in policy: "SERVICE":"lambda.amazonaws.com.cn"',
  ],
  [
    "a wildcard within a principal",
    of({ Principal: { AWS: "arn:aws:iam::000000000000:role/*" } }),
    "resource",
    "Invalid principal",
  ],
  ["a resource in a trust policy", trust({ Resource: "*" }), "trust", "Has prohibited field Resource"],
  [
    "another action in a trust policy",
    trust({ Action: "events:PutEvents" }),
    "trust",
    "may only specify STS AssumeRole actions",
  ],
  [
    "an unknown operator",
    of({ Condition: { StringEqual: { "events:source": "a" } } }),
    "identity",
    "Invalid Condition type : StringEqual.",
  ],
  [
    "an unknown key",
    of({ Condition: { StringEquals: { "events:sources": "a" } } }),
    "identity",
    "Invalid condition key events:sources. Known keys: ",
  ],
  // Each is documented, and nothing here would fill it.
  ...["dynamodb:LeadingKeys", "aws:UserAgent", "sns:Protocol"].map((key): [string, unknown, PolicyKind, string] => [
    `the key ${key}, which no request has here`,
    of({ Condition: { "ForAllValues:StringEquals": { [key]: "a" } } }),
    "identity",
    `does not support the condition key ${key}`,
  ]),
  // "Access Analyzer policy check reference": type mismatch.
  ...[
    ["NumericEquals", "aws:SecureTransport", "1", "Bool"],
    ["Bool", "events:source", "true", "StringEquals"],
    ["IpAddress", "aws:SourceArn", "203.0.113.0/24", "ArnLike"],
    ["ArnLike", "events:source", "arn:aws:sqs:us-east-1:000000000000:a", "StringEquals"],
    ["DateLessThanIfExists", "sts:DurationSeconds", "2026-01-01T00:00:00Z", "NumericEquals"],
    ["BinaryEquals", "aws:userid", "QQ==", "StringEquals"],
  ].map(([operator, key, value, fit]): [string, unknown, PolicyKind, string] => [
    `${operator} for ${key}`,
    of({ Condition: { [operator!]: { [key!]: value } } }),
    "identity",
    `use an operator such as ${fit} instead of ${operator} for the condition key ${key}`,
  ]),
  [
    "a key without its service",
    of({ Condition: { StringEquals: { source: "a" } } }),
    "identity",
    "must be prefaced by a vendor",
  ],
  [
    "a value of another type",
    of({ Condition: { NumericEquals: { "sts:DurationSeconds": "long" } } }),
    "identity",
    'Invalid value "long"',
  ],
  [
    "an invalid address range",
    of({ Condition: { IpAddress: { "aws:SourceIp": "300.0.0.0/8" } } }),
    "identity",
    "Invalid value",
  ],
  ["no value", of({ Condition: { StringEquals: { "events:source": [] } } }), "identity", "has no value"],
  [
    "the same statement id twice",
    {
      Statement: [
        { ...statement, Sid: "a" },
        { ...statement, Sid: "a" },
      ],
    },
    "identity",
    "must be unique",
  ],
  ["a statement id with spaces", of({ Sid: "a b" }), "identity", "must be alpha-numeric"],
])("%s is refused", (_title, policy, kind, message) => {
  expect(policyProblem(policy, kind)).toContain(message);
});

test.each(["lambda", "states.us-east-1", "delivery.logs", "lambda.alarms.cloudwatch", "ecs-tasks"])(
  "the service %s is accepted as a principal",
  (name) => {
    expect(policyProblem(trust({ Principal: { Service: `${name}.amazonaws.com` } }), "trust")).toBeUndefined();
  },
);

test("a principal that does not exist is refused", () => {
  const AWS = ["arn:aws:iam::000000000000:root", "arn:aws:iam::000000000000:role/a"];

  expect(policyProblem(trust({ Principal: { AWS } }), "trust", (arn) => arn !== AWS[1])).toBe(
    'Invalid principal in policy: "AWS":"arn:aws:iam::000000000000:role/a"',
  );
});

test("the service's own error code is used", () => {
  expect(() => validatePolicy("{", "resource", { code: "InvalidParameter" })).toThrow(
    expect.objectContaining({ code: "InvalidParameter" }),
  );
});

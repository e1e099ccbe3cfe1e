import { describe, expect, test } from "vitest";
import type { PolicyDocument, PolicyStatement } from "../../../core/policy.ts";
import { evaluate } from "./evaluate.ts";
import type { AccessRequest, PrincipalFacts } from "./request.ts";

const bus = "arn:aws:events:us-east-1:000000000000:event-bus/AircraftBookingBus";
const role: PrincipalFacts = {
  kind: "role",
  accountId: "000000000000",
  names: ["arn:aws:iam::000000000000:role/charge", "arn:aws:sts::000000000000:assumed-role/charge/payment-charge"],
};
const admin: PrincipalFacts = { kind: "account", accountId: "000000000000", names: ["arn:aws:iam::000000000000:root"] };
const eventBridge: PrincipalFacts = { kind: "service", accountId: undefined, names: ["events.amazonaws.com"] };
const anonymous: PrincipalFacts = { kind: "anonymous", accountId: undefined, names: [] };

interface RequestOptions {
  principal?: PrincipalFacts;
  action?: string;
  resource?: string;
  values?: Record<string, string[]>;
}

function request({
  principal = role,
  action = "events:PutEvents",
  resource = bus,
  values = {},
}: RequestOptions = {}): AccessRequest {
  return { principal, action: action.toLowerCase(), resource, valuesOf: (key) => values[key] };
}

function policy(...statements: Array<Partial<PolicyStatement>>): PolicyDocument {
  const defaults = { Effect: "Allow" as const };
  return { Version: "2012-10-17", Statement: statements.map((statement) => ({ ...defaults, ...statement })) };
}

function identity(statement: Partial<PolicyStatement>, options?: RequestOptions) {
  const document = policy({ Action: "events:PutEvents", Resource: "*", ...statement });
  return evaluate(request(options), { identity: [document], resource: undefined });
}

function resource(statement: Partial<PolicyStatement>, options?: RequestOptions) {
  const document = policy({ Principal: "*", Action: "events:PutEvents", Resource: bus, ...statement });
  return evaluate(request(options), { identity: [], resource: document });
}

const missing = "no identity-based policy allows";

describe("actions and resources", () => {
  test.each<[string, Partial<PolicyStatement>, string]>([
    ["the action itself", { Action: "events:PutEvents" }, "allowed"],
    ["in another case", { Action: "EVENTS:putevents" }, "allowed"],
    ["one of a list", { Action: ["events:PutRule", "events:PutEvents"] }, "allowed"],
    ["a star at the end", { Action: "events:Put*" }, "allowed"],
    ["a star in the middle", { Action: "events:*Events" }, "allowed"],
    ["a question mark", { Action: "events:PutEvent?" }, "allowed"],
    ["a question mark is one character, not none", { Action: "events:PutEvents?" }, missing],
    ["another action", { Action: "events:PutRule" }, missing],
    ["another service", { Action: "sqs:*" }, missing],
    ["all actions but another", { Action: undefined, NotAction: "events:PutRule" }, "allowed"],
    ["all actions but this", { Action: undefined, NotAction: "events:*" }, missing],
    ["the resource itself", { Resource: bus }, "allowed"],
    ["another resource", { Resource: `${bus}2` }, missing],
    ["the resource's case matters", { Resource: bus.toLowerCase() }, missing],
    ["a pattern of resources", { Resource: "arn:aws:events:*:*:event-bus/Aircraft*" }, "allowed"],
    ["all resources but this", { Resource: undefined, NotResource: bus }, missing],
    ["all resources but another", { Resource: undefined, NotResource: `${bus}2` }, "allowed"],
  ])("%s", (_title, statement, decision) => {
    expect(identity(statement)).toBe(decision);
  });

  test("a policy variable is filled in from the request", () => {
    const own = { Resource: `arn:aws:events:us-east-1:000000000000:event-bus/\${aws:PrincipalTag/team}` };

    expect(identity(own, { values: { "aws:principaltag/team": ["AircraftBookingBus"] } })).toBe("allowed");
    expect(identity(own, { values: { "aws:principaltag/team": ["*"] } })).toBe(missing);
    expect(identity(own)).toBe(missing);
  });
});

describe("principals", () => {
  const noResourcePolicy = "no resource-based policy allows";
  test.each<[string, Partial<PolicyStatement>, PrincipalFacts, string]>([
    ["the service", { Principal: { Service: "events.amazonaws.com" } }, eventBridge, "allowed"],
    ["another service", { Principal: { Service: "sns.amazonaws.com" } }, eventBridge, noResourcePolicy],
    ["everyone, even anonymous callers", { Principal: "*" }, anonymous, "allowed"],
    ["every AWS principal, written as an object", { Principal: { AWS: "*" } }, role, "allowed"],
    ["the account, for an anonymous caller", { Principal: { AWS: "000000000000" } }, anonymous, noResourcePolicy],
    ["the role", { Principal: { AWS: "arn:aws:iam::000000000000:role/charge" } }, role, "allowed"],
    [
      "its session",
      { Principal: { AWS: "arn:aws:sts::000000000000:assumed-role/charge/payment-charge" } },
      role,
      "allowed",
    ],
    ["another session", { Principal: { AWS: "arn:aws:sts::000000000000:assumed-role/charge/x" } }, role, missing],
    [
      "the account alone allows its roles nothing",
      { Principal: { AWS: "arn:aws:iam::000000000000:root" } },
      role,
      missing,
    ],
    ["the administrator needs no policy", { Principal: { AWS: "arn:aws:iam::000000000000:role/x" } }, admin, "allowed"],
  ])("%s", (_title, statement, principal, decision) => {
    expect(resource(statement, { principal })).toBe(decision);
  });

  test("a deny for the account applies to all its principals", () => {
    const denied = { Effect: "Deny" as const, Principal: { AWS: "000000000000" } };

    expect(resource(denied, { principal: role })).toBe("explicit deny in a resource-based policy");
    expect(resource(denied, { principal: admin })).toBe("explicit deny in a resource-based policy");
    expect(resource(denied, { principal: eventBridge })).toBe(noResourcePolicy);
  });

  test("a deny with NotPrincipal does not apply to that principal", () => {
    const denied: Partial<PolicyStatement> = {
      Effect: "Deny",
      Principal: undefined,
      NotPrincipal: { AWS: "arn:aws:iam::000000000000:role/charge" },
    };

    expect(resource(denied, { principal: role })).toBe(missing);
    expect(resource(denied, { principal: admin })).toBe("explicit deny in a resource-based policy");
  });
});

describe("several policies", () => {
  const allow = policy({ Action: "*", Resource: "*" });
  const deny = policy({ Effect: "Deny", Action: "events:PutEvents", Resource: bus });

  test("an explicit deny wins over every allow", () => {
    expect(evaluate(request(), { identity: [allow, deny], resource: undefined })).toBe(
      "explicit deny in an identity-based policy",
    );
  });

  test("a deny of something else does not matter", () => {
    const putRule = request({ action: "events:PutRule" });

    expect(evaluate(putRule, { identity: [allow, deny], resource: undefined })).toBe("allowed");
  });

  test("without any policy nothing is allowed", () => {
    expect(evaluate(request(), { identity: [], resource: undefined })).toBe(missing);
  });

  test("a role is assumed only if its trust policy allows it, whatever the caller's policy allows", () => {
    const trust = (Principal: PolicyStatement["Principal"]) => ({
      identity: [allow],
      resource: policy({ Principal, Action: "sts:AssumeRole" }),
      resourceMustAllow: true,
    });
    const assumeRole = request({ action: "sts:AssumeRole" });

    expect(evaluate(assumeRole, trust({ Service: "lambda.amazonaws.com" }))).toBe("no resource-based policy allows");
    expect(evaluate(assumeRole, trust({ AWS: "000000000000" }))).toBe("allowed");
  });
});

describe("conditions", () => {
  const source = (value: string) => ({ values: { "events:source": [value] } });
  const key = { "events:source": ["aircraft.payment", "aircraft.ticket"] };

  test.each<[string, NonNullable<PolicyStatement["Condition"]>, Record<string, string[]>, boolean]>([
    ["one of the values", { StringEquals: key }, source("aircraft.ticket").values, true],
    ["none of the values", { StringEquals: key }, source("aircraft.Ticket").values, false],
    ["a missing key", { StringEquals: key }, {}, false],
    ["a missing key, if it exists", { StringEqualsIfExists: key }, {}, true],
    ["another value, if it exists", { StringEqualsIfExists: key }, source("x").values, false],
    ["case ignored", { StringEqualsIgnoreCase: key }, source("Aircraft.Ticket").values, true],
    ["not equal to any", { StringNotEquals: key }, source("x").values, true],
    ["equal to one", { StringNotEquals: key }, source("aircraft.payment").values, false],
    ["a missing key is not equal", { StringNotEquals: key }, {}, true],
    ["like", { StringLike: { "events:source": "aircraft.*" } }, source("aircraft.payment").values, true],
    ["not like", { StringNotLike: { "events:source": "aircraft.*" } }, source("aircraft.payment").values, false],
    [
      "two keys are both needed",
      { StringEquals: { ...key, "events:detail-type": "A" } },
      source("aircraft.ticket").values,
      false,
    ],
    ["a key in another case", { StringEquals: { "Events:Source": "a" } }, source("a").values, true],
    [
      "numbers",
      { NumericLessThanEquals: { "sts:DurationSeconds": "900" } },
      { "sts:durationseconds": ["900.0"] },
      true,
    ],
    ["greater", { NumericGreaterThan: { "sts:DurationSeconds": "900" } }, { "sts:durationseconds": ["900"] }, false],
    ["not a number", { NumericEquals: { "sts:DurationSeconds": "900" } }, { "sts:durationseconds": ["x"] }, false],
    [
      "dates",
      { DateLessThan: { "aws:CurrentTime": "2026-01-02T00:00:00Z" } },
      { "aws:currenttime": ["2026-01-01T12:00:00Z"] },
      true,
    ],
    [
      "a date that is past",
      { DateGreaterThan: { "aws:CurrentTime": "2026-01-02T00:00:00Z" } },
      { "aws:currenttime": ["2026-01-01T12:00:00Z"] },
      false,
    ],
    [
      "a date as seconds",
      { DateEquals: { "aws:CurrentTime": "1767268800" } },
      { "aws:currenttime": ["2026-01-01T12:00:00Z"] },
      true,
    ],
    ["true or false", { Bool: { "aws:SecureTransport": "false" } }, { "aws:securetransport": ["true"] }, false],
    ["an address", { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } }, { "aws:sourceip": ["203.0.113.7"] }, true],
    [
      "an address outside",
      { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      { "aws:sourceip": ["203.0.114.7"] },
      false,
    ],
    [
      "an IPv6 address",
      { NotIpAddress: { "aws:SourceIp": "2001:db8::/32" } },
      { "aws:sourceip": ["2001:db8::1"] },
      false,
    ],
    ["an ARN", { ArnEquals: { "aws:SourceArn": bus } }, { "aws:sourcearn": [bus] }, true],
    [
      "an ARN's pattern",
      { ArnLike: { "aws:SourceArn": "arn:aws:events:*:*:event-bus/*" } },
      { "aws:sourcearn": [bus] },
      true,
    ],
    [
      "a star stays within its part",
      { ArnLike: { "aws:SourceArn": "arn:*:x:000000000000:event-bus/*" } },
      { "aws:sourcearn": [bus] },
      false,
    ],
    [
      "an ARN that does not match",
      { ArnNotLike: { "aws:SourceArn": "arn:aws:sqs:*:*:*" } },
      { "aws:sourcearn": [bus] },
      true,
    ],
    ["Null true: it must be missing", { Null: { "aws:SourceArn": "true" } }, {}, true],
    ["Null true, and it is present", { Null: { "aws:SourceArn": "true" } }, { "aws:sourcearn": [bus] }, false],
    ["Null false: it must be present", { Null: { "aws:SourceArn": "false" } }, {}, false],
    ["any of several", { "ForAnyValue:StringEquals": { "aws:TagKeys": "a" } }, { "aws:tagkeys": ["a", "b"] }, true],
    ["any of none", { "ForAnyValue:StringEquals": { "aws:TagKeys": "a" } }, {}, false],
    ["all of several", { "ForAllValues:StringEquals": { "aws:TagKeys": "a" } }, { "aws:tagkeys": ["a", "b"] }, false],
    ["all of none", { "ForAllValues:StringEquals": { "aws:TagKeys": "a" } }, {}, true],
    ["any that is not", { "ForAnyValue:StringNotEquals": { "aws:TagKeys": "a" } }, { "aws:tagkeys": ["a", "b"] }, true],
  ])("%s", (_title, Condition, values, holds) => {
    expect(identity({ Condition }, { values })).toBe(holds ? "allowed" : missing);
  });
});

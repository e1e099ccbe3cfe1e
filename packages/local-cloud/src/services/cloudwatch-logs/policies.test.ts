import {
  DeleteLogGroupCommand,
  DeleteResourcePolicyCommand,
  DescribeResourcePoliciesCommand,
  type DescribeResourcePoliciesCommandInput,
  PutLogEventsCommand,
  PutResourcePolicyCommand,
  type PutResourcePolicyCommandInput,
} from "@aws-sdk/client-cloudwatch-logs";
import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Principal } from "../../core/principal.ts";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";
import { createStream } from "./test-support.ts";

const group = "/aws/events/catch-all";
const groupArn = `arn:aws:logs:us-east-1:000000000000:log-group:${group}`;
const ruleArn = "arn:aws:events:us-east-1:000000000000:rule/bus/CatchAllRule";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  await createStream(cloud, group, "s");
});
afterEach(() => cloud.close());

/** Follows "PutResourcePolicy" and "Permissions needed for Amazon EventBridge to write to CloudWatch Logs". */
describe("a resource policy", () => {
  it("allows EventBridge to write", async () => {
    await expect(writeAsEvents()).rejects.toMatchObject({
      code: "AccessDeniedException",
      message: expect.stringContaining("because no resource-based policy allows the logs:PutLogEvents action"),
    });

    await put({ policyName: "events", policyDocument: policy(`${groupArn}:*`) });

    await expect(writeAsEvents()).resolves.toBeDefined();
  });

  it("for another group allows nothing in this one", async () => {
    await put({ policyName: "events", policyDocument: policy(`${groupArn}-of-others:*`) });

    await expect(writeAsEvents()).rejects.toMatchObject({ code: "AccessDeniedException" });
  });

  it("of the account is limited to ten, not counting those of groups", async () => {
    for (let count = 1; count <= 10; count++) await put({ policyName: `p${count}`, policyDocument: policy("*") });

    await expect(put({ policyName: "p11", policyDocument: policy("*") })).rejects.toMatchObject({
      name: "LimitExceededException",
    });
    await expect(put({ resourceArn: groupArn, policyDocument: policy(`${groupArn}:*`) })).resolves.toMatchObject({
      resourcePolicy: { policyScope: "RESOURCE", resourceArn: groupArn },
      revisionId: expect.any(String),
    });
    await expect(put({ policyName: "p10", policyDocument: policy("*") })).resolves.toBeDefined();
  });

  it("of a group is found by its ARN, changed by its revision, and deleted with its group", async () => {
    const { revisionId } = await put({ resourceArn: groupArn, policyDocument: policy(`${groupArn}:*`) });
    await expect(writeAsEvents()).resolves.toBeDefined();
    expect(await describePolicies({ resourceArn: groupArn })).toMatchObject([{ revisionId }]);
    expect(await describePolicies({})).toEqual([]);

    const change = { resourceArn: groupArn, policyDocument: policy("*") };
    await expect(put(change)).rejects.toMatchObject({ name: "OperationAbortedException" });
    await put({ ...change, expectedRevisionId: revisionId });

    await cloud.logs.send(new DeleteLogGroupCommand({ logGroupName: group }));
    expect(await describePolicies({ resourceArn: groupArn })).toEqual([]);
  });

  it("that is deleted no longer allows anything", async () => {
    await put({ policyName: "events", policyDocument: policy("*") });
    await cloud.logs.send(new DeleteResourcePolicyCommand({ policyName: "events" }));

    await expect(writeAsEvents()).rejects.toMatchObject({ code: "AccessDeniedException" });
    await expect(cloud.logs.send(new DeleteResourcePolicyCommand({ policyName: "events" }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  it.each([
    ["invalid JSON", "{", "This policy contains invalid Json"],
    [
      "no principal",
      JSON.stringify({ Statement: [{ Effect: "Allow", Action: "logs:*", Resource: "*" }] }),
      "Principal",
    ],
    ["5121 bytes", policy("x".repeat(5121)), "must not be longer than 5120 bytes"],
  ])("is refused with %s", async (_what, policyDocument, message) => {
    await expect(put({ policyName: "p", policyDocument })).rejects.toMatchObject({
      name: "InvalidParameterException",
      message: expect.stringContaining(message),
    });
  });
});

/** Follows "Overview of managing access permissions to your CloudWatch Logs resources". */
describe("a function's role", () => {
  it("can write only to the group that its policy names with :*", async () => {
    await createWritingRole(`${groupArn}:*`);

    await expect(createStreamAsRole(group)).resolves.toBeDefined();
    await expect(createStreamAsRole(`${group}-of-others`)).rejects.toMatchObject({
      code: "AccessDeniedException",
      message: expect.stringContaining(`${groupArn}-of-others:log-stream:s2 because no identity-based policy allows`),
    });
  });

  it("cannot write if its policy names the group without :*", async () => {
    await createWritingRole(groupArn);

    await expect(createStreamAsRole(group)).rejects.toMatchObject({ code: "AccessDeniedException" });
  });
});

async function createWritingRole(Resource: string) {
  const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
  const permission = { Effect: "Allow", Action: ["logs:CreateLogStream", "logs:PutLogEvents"], Resource };
  const document = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await cloud.iam.send(new CreateRoleCommand({ RoleName: "charge", AssumeRolePolicyDocument: document(trust) }));
  await cloud.iam.send(
    new PutRolePolicyCommand({ RoleName: "charge", PolicyName: "logs", PolicyDocument: document(permission) }),
  );
}

function createStreamAsRole(logGroupName: string) {
  const principal: Principal = { kind: "role", accountId: "000000000000", roleName: "charge", sessionName: "charge" };
  const input = { logGroupName, logStreamName: "s2" };
  return cloud.account.call({ service: "logs", operation: "CreateLogStream", input, principal });
}

function put(input: PutResourcePolicyCommandInput) {
  return cloud.logs.send(new PutResourcePolicyCommand(input));
}

async function describePolicies(input: DescribeResourcePoliciesCommandInput) {
  return (await cloud.logs.send(new DescribeResourcePoliciesCommand(input))).resourcePolicies;
}

function policy(Resource: string) {
  const statement = {
    Effect: "Allow",
    Principal: { Service: ["events.amazonaws.com", "delivery.logs.amazonaws.com"] },
    Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
    Resource,
  };
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

function writeAsEvents() {
  const principal: Principal = {
    kind: "service",
    service: "events.amazonaws.com",
    sourceArn: ruleArn,
    sourceAccount: "000000000000",
  };
  const logEvents = [{ timestamp: cloud.clock.now(), message: "{}" }];
  const { input } = new PutLogEventsCommand({ logGroupName: group, logStreamName: "s", logEvents });
  return cloud.account.call({ service: "logs", operation: "PutLogEvents", input, principal });
}

import {
  CreatePolicyCommand,
  CreateRoleCommand,
  ListPolicyTagsCommand,
  ListRoleTagsCommand,
  TagPolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
} from "@aws-sdk/client-iam";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";

const trust = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};
const permissions = { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "sqs:*", Resource: "*" }] };
const PolicyArn = "arn:aws:iam::000000000000:policy/queues";
const RoleName = "charge";
const tag = (Key: string, Value: string) => ({ Key, Value });

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
  await cloud.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument: JSON.stringify(trust) }));
  const PolicyDocument = JSON.stringify(permissions);
  await cloud.iam.send(new CreatePolicyCommand({ PolicyName: "queues", PolicyDocument }));
});
afterEach(() => cloud.close());

async function roleTags() {
  return (await cloud.iam.send(new ListRoleTagsCommand({ RoleName }))).Tags;
}

// "Tags for IAM resources", "Case sensitivity": not for users and roles, but for all others.
test("a role's tag replaces one whose key differs only in its case", async () => {
  await cloud.iam.send(new TagRoleCommand({ RoleName, Tags: [tag("Team", "seat"), tag("step", "3")] }));
  await cloud.iam.send(new TagRoleCommand({ RoleName, Tags: [tag("team", "pay")] }));

  expect(await roleTags()).toEqual([tag("step", "3"), tag("team", "pay")]);
  await cloud.iam.send(new UntagRoleCommand({ RoleName, TagKeys: ["TEAM"] }));
  expect(await roleTags()).toEqual([tag("step", "3")]);
});

test("a role cannot get the same key twice, in any case", async () => {
  const call = new TagRoleCommand({ RoleName, Tags: [tag("Team", "seat"), tag("team", "pay")] });

  await expect(cloud.iam.send(call)).rejects.toMatchObject({
    name: "InvalidInputException",
    message: "Duplicate tag keys found. Please note that Tag keys are case insensitive.",
  });
});

test("a policy's keys that differ in their case are two", async () => {
  await cloud.iam.send(new TagPolicyCommand({ PolicyArn, Tags: [tag("Team", "seat"), tag("team", "pay")] }));

  const { Tags } = await cloud.iam.send(new ListPolicyTagsCommand({ PolicyArn }));
  expect(Tags).toEqual([tag("Team", "seat"), tag("team", "pay")]);
});

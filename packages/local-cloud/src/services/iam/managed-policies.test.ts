import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  type CreatePolicyCommandInput,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DetachRolePolicyCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListEntitiesForPolicyCommand,
  ListPoliciesCommand,
  type ListPoliciesCommandInput,
  ListPolicyTagsCommand,
  ListPolicyVersionsCommand,
  PutRolePolicyCommand,
  SetDefaultPolicyVersionCommand,
  SimulatePrincipalPolicyCommand,
  TagPolicyCommand,
  UntagPolicyCommand,
} from "@aws-sdk/client-iam";
import { CreateQueueCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { MemoryStore, startTestCloud, type TestCloud } from "../../testing/index.ts";

const PolicyArn = "arn:aws:iam::000000000000:policy/publish";
const awsManaged = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

function allow(Action: string | string[], Effect = "Allow"): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect, Action, Resource: "*" }] });
}

async function createPolicy(more: Partial<CreatePolicyCommandInput> = {}) {
  const input = { PolicyName: "publish", PolicyDocument: allow("sqs:SendMessage"), ...more };
  return (await cloud.iam.send(new CreatePolicyCommand(input))).Policy!;
}

async function createRole(RoleName = "charge") {
  const service = { Service: "lambda.amazonaws.com" };
  const statement = { Effect: "Allow", Principal: service, Action: "sts:AssumeRole" };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await cloud.iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
}

const get = async () => (await cloud.iam.send(new GetPolicyCommand({ PolicyArn }))).Policy!;
const attach = (arn = PolicyArn, RoleName = "charge") =>
  cloud.iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn: arn }));
const detach = () => cloud.iam.send(new DetachRolePolicyCommand({ RoleName: "charge", PolicyArn }));
const addVersion = (Action: string, SetAsDefault = true) =>
  cloud.iam.send(new CreatePolicyVersionCommand({ PolicyArn, PolicyDocument: allow(Action), SetAsDefault }));
const versions = async () => {
  const { Versions } = await cloud.iam.send(new ListPolicyVersionsCommand({ PolicyArn }));
  return Versions!.map(({ VersionId, IsDefaultVersion }) => `${VersionId}${IsDefaultVersion ? " default" : ""}`);
};
const documentOf = async (VersionId: string) => {
  const { PolicyVersion } = await cloud.iam.send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
  return decodeURIComponent(PolicyVersion!.Document!);
};

test("GetPolicy returns the policy that CreatePolicy made, and GetPolicyVersion its document", async () => {
  const made = await createPolicy({ Description: "Sends", Path: "/shop/", Tags: [{ Key: "step", Value: "3" }] });

  expect(made).toEqual({
    PolicyName: "publish",
    PolicyId: expect.stringMatching(/^ANPA[A-Z2-7]{17}$/),
    Arn: "arn:aws:iam::000000000000:policy/shop/publish",
    Path: "/shop/",
    DefaultVersionId: "v1",
    AttachmentCount: 0,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    Description: "Sends",
    CreateDate: new Date(cloud.clock.now()),
    UpdateDate: new Date(cloud.clock.now()),
    Tags: [{ Key: "step", Value: "3" }],
  });
  const { Policy } = await cloud.iam.send(new GetPolicyCommand({ PolicyArn: made.Arn! }));
  expect(Policy).toEqual(made);
  const { PolicyVersion } = await cloud.iam.send(
    new GetPolicyVersionCommand({ PolicyArn: made.Arn!, VersionId: "v1" }),
  );
  expect(PolicyVersion).toMatchObject({ VersionId: "v1", IsDefaultVersion: true });
  expect(decodeURIComponent(PolicyVersion!.Document!)).toBe(allow("sqs:SendMessage"));
});

describe("refusals of CreatePolicy", () => {
  test.each([
    ["a document that is no JSON", { PolicyDocument: "{" }, "MalformedPolicyDocument", "invalid Json"],
    [
      "a document with a principal",
      { PolicyDocument: allow("sqs:*").replace('"Effect"', '"Principal":"*","Effect"') },
      "MalformedPolicyDocument",
      "should not specify a principal",
    ],
    [
      "a document of more than 6144 characters",
      { PolicyDocument: allow(Array.from({ length: 500 }, (_, at) => `sqs:Send${at}`)) },
      "LimitExceeded",
      "Cannot exceed quota for PolicySize: 6144",
    ],
    ["a name with a slash", { PolicyName: "a/b" }, "ValidationError", "policyName"],
    ["a path without a slash at its end", { Path: "/shop" }, "ValidationError", "path is invalid"],
  ])("%s", async (_, input, name, message) => {
    const refused = createPolicy(input);
    await expect(refused).rejects.toThrow(message);
    await expect(refused).rejects.toMatchObject({ name: expect.stringContaining(name) });
  });

  test("a name that is taken, in whatever case and path", async () => {
    await createPolicy();

    await expect(createPolicy({ PolicyName: "Publish", Path: "/shop/" })).rejects.toMatchObject({
      name: "EntityAlreadyExistsException",
      message: "A policy called Publish already exists. Duplicate names are not allowed.",
    });
  });
});

describe("what an attached policy allows", () => {
  let QueueUrl: string | undefined;
  beforeEach(async () => {
    ({ QueueUrl } = await cloud.sqs.send(new CreateQueueCommand({ QueueName: "inbox" })));
    await createRole();
    await createPolicy();
  });

  const send = () => {
    const session = { kind: "role", accountId: "000000000000", roleName: "charge", sessionName: "s" } as const;
    const sqs = cloud.clientFor(SQSClient, cloud.account.credentialsFor(session));
    return sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: "m" }));
  };

  test("is decided at every call, by the default version at that moment", async () => {
    await expect(send()).rejects.toThrow("no identity-based policy allows");
    await attach();
    await expect(send()).resolves.toBeDefined();

    await addVersion("sqs:ReceiveMessage", false);
    await expect(send()).resolves.toBeDefined();
    await cloud.iam.send(new SetDefaultPolicyVersionCommand({ PolicyArn, VersionId: "v2" }));
    await expect(send()).rejects.toThrow("no identity-based policy allows");
    await addVersion("sqs:*");
    await expect(send()).resolves.toBeDefined();

    await detach();
    await expect(send()).rejects.toThrow("no identity-based policy allows");
  });

  test("a deny in it overrides an inline policy", async () => {
    const PolicyDocument = allow("sqs:*");
    await cloud.iam.send(new PutRolePolicyCommand({ RoleName: "charge", PolicyName: "all", PolicyDocument }));
    await createPolicy({ PolicyName: "deny", PolicyDocument: allow("sqs:SendMessage", "Deny") });
    await expect(send()).resolves.toBeDefined();

    await attach("arn:aws:iam::000000000000:policy/deny");

    await expect(send()).rejects.toThrow("with an explicit deny in an identity-based policy");
  });

  test("a simulation knows it", async () => {
    await attach();

    const { EvaluationResults } = await cloud.iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: "arn:aws:iam::000000000000:role/charge",
        ActionNames: ["sqs:SendMessage"],
      }),
    );

    expect(EvaluationResults).toMatchObject([{ EvalDecision: "allowed" }]);
  });
});

test("attachments are listed from both ends and counted", async () => {
  await createPolicy();
  for (const name of ["refund", "charge"]) {
    await createRole(name);
    await attach(PolicyArn, name);
    await attach(PolicyArn, name);
  }

  const { AttachedPolicies } = await cloud.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "charge" }));
  const { PolicyRoles } = await cloud.iam.send(new ListEntitiesForPolicyCommand({ PolicyArn }));

  expect(AttachedPolicies).toEqual([{ PolicyName: "publish", PolicyArn }]);
  expect(PolicyRoles!.map(({ RoleName }) => RoleName)).toEqual(["charge", "refund"]);
  expect((await get()).AttachmentCount).toBe(2);
});

test("a role has at most ten managed policies, and none that does not exist", async () => {
  await createRole();
  for (let number = 1; number <= 11; number++) await createPolicy({ PolicyName: `p${number}` });
  for (let number = 1; number <= 10; number++) await attach(`arn:aws:iam::000000000000:policy/p${number}`);

  await expect(attach("arn:aws:iam::000000000000:policy/p11")).rejects.toMatchObject({
    name: "LimitExceededException",
    message: "Cannot exceed quota for PoliciesPerRole: 10",
  });
  await expect(attach()).rejects.toMatchObject({
    name: "NoSuchEntityException",
    message: `Policy ${PolicyArn} does not exist or is not attachable.`,
  });
  await expect(detach()).rejects.toMatchObject({ name: "NoSuchEntityException" });
});

test("a policy has five versions at most; a deleted one's number is not used again", async () => {
  await createPolicy();
  for (const action of ["sqs:A", "sqs:B", "sqs:C", "sqs:D"]) await addVersion(action);
  expect(await versions()).toEqual(["v5 default", "v4", "v3", "v2", "v1"]);
  expect(await documentOf("v3")).toBe(allow("sqs:B"));
  await expect(addVersion("sqs:E")).rejects.toMatchObject({
    name: "LimitExceededException",
    message: expect.stringContaining("A managed policy can have up to 5 versions."),
  });
  const remove = (VersionId: string) => cloud.iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));

  await expect(remove("v5")).rejects.toMatchObject({
    name: "DeleteConflictException",
    message: "Cannot delete the default version of a policy.",
  });
  await remove("v4");
  await addVersion("sqs:E", false);

  expect(await versions()).toEqual(["v6", "v5 default", "v3", "v2", "v1"]);
  await expect(remove("v4")).rejects.toMatchObject({ name: "NoSuchEntityException" });
  await expect(documentOf("v4")).rejects.toThrow(`Policy ${PolicyArn} version v4 does not exist`);
});

test("a policy is deleted only when it is attached nowhere and has one version", async () => {
  await createPolicy();
  await createRole();
  await attach();
  await addVersion("sqs:*");
  const remove = () => cloud.iam.send(new DeletePolicyCommand({ PolicyArn }));

  await expect(remove()).rejects.toMatchObject({
    name: "DeleteConflictException",
    message: "Cannot delete a policy attached to entities.",
  });
  await detach();
  await expect(remove()).rejects.toMatchObject({
    name: "DeleteConflictException",
    message: expect.stringContaining("This policy has more than one version."),
  });
  await cloud.iam.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId: "v1" }));
  await remove();

  await expect(remove()).rejects.toMatchObject({
    name: "NoSuchEntityException",
    message: `Policy ${PolicyArn} was not found.`,
  });
});

test("policies are listed by scope, path and attachment", async () => {
  await createPolicy();
  await createPolicy({ PolicyName: "audit", Path: "/ops/", Description: "not listed" });
  await createRole();
  await attach();
  const list = async (input: ListPoliciesCommandInput) =>
    (await cloud.iam.send(new ListPoliciesCommand(input))).Policies!.map(({ PolicyName }) => PolicyName);

  expect(await list({ Scope: "Local" })).toEqual(["audit", "publish"]);
  expect(await list({ Scope: "AWS" })).toEqual(["AWSLambdaBasicExecutionRole"]);
  expect(await list({})).toHaveLength(3);
  expect(await list({ PathPrefix: "/ops/" })).toEqual(["audit"]);
  expect(await list({ OnlyAttached: true })).toEqual(["publish"]);
});

test("AWS's own policies can be read and not changed", async () => {
  const { Policy } = await cloud.iam.send(new GetPolicyCommand({ PolicyArn: awsManaged }));
  expect(Policy).toMatchObject({ PolicyName: "AWSLambdaBasicExecutionRole", DefaultVersionId: "v1" });

  await expect(cloud.iam.send(new DeletePolicyCommand({ PolicyArn: awsManaged }))).rejects.toThrow(
    `Policy ${awsManaged} is outside your own account.`,
  );
});

test("tags are added, changed and removed", async () => {
  await createPolicy({ Tags: [{ Key: "step", Value: "3" }] });
  const Tags = [
    { Key: "step", Value: "4" },
    { Key: "team", Value: "payment" },
  ];
  await cloud.iam.send(new TagPolicyCommand({ PolicyArn, Tags }));
  await cloud.iam.send(new UntagPolicyCommand({ PolicyArn, TagKeys: ["team"] }));

  const listed = await cloud.iam.send(new ListPolicyTagsCommand({ PolicyArn }));
  expect(listed.Tags).toEqual([{ Key: "step", Value: "4" }]);
  await expect(
    cloud.iam.send(new TagPolicyCommand({ PolicyArn, Tags: [{ Key: "aws:x", Value: "1" }] })),
  ).rejects.toThrow("does not begin with aws:");
});

test("a caller needs the permission, and one to attach can be limited to certain policies", async () => {
  await createPolicy();
  await createPolicy({ PolicyName: "admin", PolicyDocument: allow("*") });
  await createRole();
  const Condition = { ArnEquals: { "iam:PolicyARN": PolicyArn } };
  const statement = { Effect: "Allow", Action: "iam:AttachRolePolicy", Resource: "*", Condition };
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
  await cloud.iam.send(new PutRolePolicyCommand({ RoleName: "charge", PolicyName: "attach", PolicyDocument }));
  const session = { kind: "role", accountId: "000000000000", roleName: "charge", sessionName: "s" } as const;
  const iam = cloud.clientFor(IAMClient, cloud.account.credentialsFor(session));
  const attachAs = (arn: string) => iam.send(new AttachRolePolicyCommand({ RoleName: "charge", PolicyArn: arn }));

  await expect(attachAs("arn:aws:iam::000000000000:policy/admin")).rejects.toThrow("iam:AttachRolePolicy");
  await expect(attachAs(PolicyArn)).resolves.toBeDefined();
  await expect(iam.send(new GetPolicyCommand({ PolicyArn }))).rejects.toThrow(
    `not authorized to perform: iam:GetPolicy on resource: ${PolicyArn}`,
  );
});

test("policies survive a restart", async () => {
  const store = new MemoryStore();
  await using first = await startTestCloud({ store });
  await first.iam.send(new CreatePolicyCommand({ PolicyName: "publish", PolicyDocument: allow("sqs:*") }));

  await using second = await startTestCloud({ store });

  await expect(second.iam.send(new GetPolicyCommand({ PolicyArn }))).resolves.toBeDefined();
});

import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListRoleTagsCommand,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
  TagRoleCommand,
  UntagRoleCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from "@aws-sdk/client-iam";
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from "@aws-sdk/client-sts";
import { expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";

const basicExecution = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole";

function trust(Principal: object = { Service: "lambda.amazonaws.com" }): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal, Action: "sts:AssumeRole" }],
  });
}

function allow(Action: string, Resource = "*"): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [{ Effect: "Allow", Action, Resource }] });
}

async function createRole(cloud: TestCloud, RoleName = "charge", AssumeRolePolicyDocument = trust()) {
  const { Role } = await cloud.iam.send(
    new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Tags: [{ Key: "step", Value: "3" }] }),
  );
  return Role!;
}

function sessionClient(cloud: TestCloud, roleName: string): IAMClient {
  const session = { kind: "role", accountId: cloud.account.id, roleName, sessionName: "payment-charge" } as const;
  return cloud.clientFor(IAMClient, cloud.account.credentialsFor(session));
}

test("GetRole returns the role that CreateRole made", async () => {
  await using cloud = await startTestCloud();

  const made = await createRole(cloud);

  expect(made).toMatchObject({
    RoleName: "charge",
    Path: "/",
    Arn: "arn:aws:iam::000000000000:role/charge",
    MaxSessionDuration: 3600,
  });
  expect(made.RoleId).toMatch(/^AROA[A-Z2-7]{17}$/);
  expect(made.CreateDate).toEqual(new Date(cloud.clock.now()));
  const { Role } = await cloud.iam.send(new GetRoleCommand({ RoleName: "charge" }));
  expect(Role).toEqual(made);
  expect(JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!))).toEqual(JSON.parse(trust()));
});

test("a second role of the same name is refused", async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud);

  await expect(createRole(cloud)).rejects.toMatchObject({
    name: "EntityAlreadyExistsException",
    message: "Role with name charge already exists.",
  });
});

test("the error for a missing role names it", async () => {
  await using cloud = await startTestCloud();

  await expect(cloud.iam.send(new GetRoleCommand({ RoleName: "charge" }))).rejects.toMatchObject({
    name: "NoSuchEntityException",
    message: "The role with name charge cannot be found.",
    $metadata: { httpStatusCode: 404 },
  });
});

test("changing a role's description and trust policy leaves its other policies", async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud);
  await cloud.iam.send(
    new PutRolePolicyCommand({ RoleName: "charge", PolicyName: "publish", PolicyDocument: allow("events:PutEvents") }),
  );

  await cloud.iam.send(
    new UpdateRoleCommand({ RoleName: "charge", Description: "Takes the money", MaxSessionDuration: 7200 }),
  );
  await cloud.iam.send(
    new UpdateAssumeRolePolicyCommand({ RoleName: "charge", PolicyDocument: trust({ AWS: "000000000000" }) }),
  );

  const { Role } = await cloud.iam.send(new GetRoleCommand({ RoleName: "charge" }));
  expect(Role).toMatchObject({ Description: "Takes the money", MaxSessionDuration: 7200 });
  expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).toContain('"AWS":"000000000000"');
  const { PolicyNames } = await cloud.iam.send(new ListRolePoliciesCommand({ RoleName: "charge" }));
  expect(PolicyNames).toEqual(["publish"]);
});

test("an inline policy is written, read, replaced and deleted", async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud);
  const put = (document: string) =>
    cloud.iam.send(new PutRolePolicyCommand({ RoleName: "charge", PolicyName: "publish", PolicyDocument: document }));
  const get = () => cloud.iam.send(new GetRolePolicyCommand({ RoleName: "charge", PolicyName: "publish" }));

  await put(allow("events:PutEvents"));
  await put(allow("events:PutRule"));

  expect(decodeURIComponent((await get()).PolicyDocument!)).toBe(allow("events:PutRule"));
  await cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: "charge", PolicyName: "publish" }));
  await expect(get()).rejects.toMatchObject({ message: "The role policy with name publish cannot be found." });
});

test("a policy with an unknown condition key is refused", async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud);
  const document = allow("events:PutEvents").replace(
    '"Resource"',
    '"Condition":{"StringEquals":{"events:sorce":"a"}},"Resource"',
  );

  await expect(
    cloud.iam.send(new PutRolePolicyCommand({ RoleName: "charge", PolicyName: "publish", PolicyDocument: document })),
  ).rejects.toMatchObject({
    name: "MalformedPolicyDocumentException",
    message: expect.stringContaining("events:sorce"),
  });
});

test("an AWS-managed policy is attached once and detached; an unknown one is refused", async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud);
  const list = () => cloud.iam.send(new ListAttachedRolePoliciesCommand({ RoleName: "charge" }));

  await cloud.iam.send(new AttachRolePolicyCommand({ RoleName: "charge", PolicyArn: basicExecution }));
  await cloud.iam.send(new AttachRolePolicyCommand({ RoleName: "charge", PolicyArn: basicExecution }));

  expect((await list()).AttachedPolicies).toEqual([
    { PolicyName: "AWSLambdaBasicExecutionRole", PolicyArn: basicExecution },
  ]);
  await cloud.iam.send(new DetachRolePolicyCommand({ RoleName: "charge", PolicyArn: basicExecution }));
  expect((await list()).AttachedPolicies).toEqual([]);
  await expect(
    cloud.iam.send(
      new AttachRolePolicyCommand({ RoleName: "charge", PolicyArn: "arn:aws:iam::aws:policy/AdministratorAccess" }),
    ),
  ).rejects.toMatchObject({ name: "NoSuchEntityException", message: expect.stringContaining("AdministratorAccess") });
});

test("a role is deleted only without policies", async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud);
  await cloud.iam.send(
    new PutRolePolicyCommand({ RoleName: "charge", PolicyName: "publish", PolicyDocument: allow("events:PutEvents") }),
  );
  const remove = () => cloud.iam.send(new DeleteRoleCommand({ RoleName: "charge" }));

  await expect(remove()).rejects.toMatchObject({
    name: "DeleteConflictException",
    message: "Cannot delete entity, must delete policies first.",
  });
  await cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: "charge", PolicyName: "publish" }));
  await remove();

  await expect(remove()).rejects.toMatchObject({ name: "NoSuchEntityException" });
});

test("tags are added, changed and removed", async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud);

  await cloud.iam.send(
    new TagRoleCommand({
      RoleName: "charge",
      Tags: [
        { Key: "step", Value: "4" },
        { Key: "team", Value: "payment" },
      ],
    }),
  );
  await cloud.iam.send(new UntagRoleCommand({ RoleName: "charge", TagKeys: ["team"] }));

  const { Tags } = await cloud.iam.send(new ListRoleTagsCommand({ RoleName: "charge" }));
  expect(Tags).toEqual([{ Key: "step", Value: "4" }]);
});

test("roles are listed by name, page by page", async () => {
  await using cloud = await startTestCloud();
  for (const name of ["ticket", "charge", "seat"]) await createRole(cloud, name);

  const first = await cloud.iam.send(new ListRolesCommand({ MaxItems: 2 }));
  const second = await cloud.iam.send(new ListRolesCommand({ MaxItems: 2, Marker: first.Marker! }));

  expect(first.Roles?.map(({ RoleName }) => RoleName)).toEqual(["charge", "seat"]);
  expect(first.IsTruncated).toBe(true);
  expect(second.Roles?.map(({ RoleName }) => RoleName)).toEqual(["ticket"]);
  expect(second.IsTruncated).toBe(false);
});

test("a role may do what its policy allows, and other errors give the reason", async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud);
  await cloud.iam.send(
    new PutRolePolicyCommand({
      RoleName: "charge",
      PolicyName: "look",
      PolicyDocument: allow("iam:GetRole", "arn:aws:iam::000000000000:role/charge"),
    }),
  );
  const client = sessionClient(cloud, "charge");

  await expect(client.send(new GetRoleCommand({ RoleName: "charge" }))).resolves.toMatchObject({
    Role: { RoleName: "charge" },
  });
  await expect(client.send(new GetRoleCommand({ RoleName: "seat" }))).rejects.toMatchObject({
    name: "AccessDenied",
    message:
      "User: arn:aws:sts::000000000000:assumed-role/charge/payment-charge is not authorized to perform: iam:GetRole on resource: arn:aws:iam::000000000000:role/seat because no identity-based policy allows the iam:GetRole action",
    $metadata: { httpStatusCode: 403 },
  });
});

test("decisions are recorded with their number", async () => {
  await using cloud = await startTestCloud();
  await createRole(cloud);
  const client = sessionClient(cloud, "charge");
  for (let i = 0; i < 2; i++) await client.send(new GetRoleCommand({ RoleName: "charge" })).catch(() => {});

  const records = cloud.account.decisions.all().filter(({ roleName }) => roleName === "charge");

  expect(records).toMatchObject([
    {
      action: "iam:GetRole",
      resource: "arn:aws:iam::000000000000:role/charge",
      decision: "no identity-based policy allows",
      times: 2,
    },
  ]);
});

test("a simulation returns the decisions of the role's policies", async () => {
  await using cloud = await startTestCloud();
  const { Arn } = await createRole(cloud);
  await cloud.iam.send(
    new PutRolePolicyCommand({ RoleName: "charge", PolicyName: "publish", PolicyDocument: allow("events:PutEvents") }),
  );

  const { EvaluationResults } = await cloud.iam.send(
    new SimulatePrincipalPolicyCommand({ PolicySourceArn: Arn!, ActionNames: ["events:PutEvents", "events:PutRule"] }),
  );

  expect(EvaluationResults?.map(({ EvalActionName, EvalDecision }) => [EvalActionName, EvalDecision])).toEqual([
    ["events:PutEvents", "allowed"],
    ["events:PutRule", "implicitDeny"],
  ]);
});

test("a role is assumed only by principals that its trust policy names", async () => {
  await using cloud = await startTestCloud();
  const open = await createRole(cloud, "open", trust({ AWS: "arn:aws:iam::000000000000:root" }));
  const closed = await createRole(cloud, "closed");
  const assume = (RoleArn: string) => cloud.sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: "me-for-now" }));

  const { Credentials: given, AssumedRoleUser } = await assume(open.Arn!);

  expect(AssumedRoleUser?.Arn).toBe("arn:aws:sts::000000000000:assumed-role/open/me-for-now");
  expect(given?.Expiration).toEqual(new Date(cloud.clock.now() + 3_600_000));
  const credentials = {
    accessKeyId: given!.AccessKeyId!,
    secretAccessKey: given!.SecretAccessKey!,
    sessionToken: given!.SessionToken!,
  };
  const identity = await cloud.clientFor(STSClient, credentials).send(new GetCallerIdentityCommand({}));
  expect(identity).toMatchObject({ Arn: AssumedRoleUser?.Arn, UserId: `${open.RoleId}:me-for-now` });
  await expect(assume(closed.Arn!)).rejects.toMatchObject({
    name: "AccessDenied",
    message: `User: arn:aws:iam::000000000000:root is not authorized to perform: sts:AssumeRole on resource: ${closed.Arn}`,
  });
});

test("a session's key without its token is refused", async () => {
  await using cloud = await startTestCloud();
  const session = { kind: "role", accountId: cloud.account.id, roleName: "charge", sessionName: "s" } as const;
  const { accessKeyId, secretAccessKey } = cloud.account.credentialsFor(session);

  await expect(
    cloud.clientFor(STSClient, { accessKeyId, secretAccessKey }).send(new GetCallerIdentityCommand({})),
  ).rejects.toMatchObject({
    name: "InvalidClientTokenId",
    message: "The security token included in the request is invalid.",
  });
});

// AWS's message, as Terraform users report it when a role is missing.
test("a trust policy that names a role that does not exist is refused, at creation and at a change", async () => {
  await using cloud = await startTestCloud();
  const nobody = "arn:aws:iam::000000000000:role/nobody";
  const refusal = {
    name: "MalformedPolicyDocumentException",
    message: `Invalid principal in policy: "AWS":"${nobody}"`,
  };
  const { Arn } = await createRole(cloud, "caller");

  await expect(createRole(cloud, "charge", trust({ AWS: nobody }))).rejects.toMatchObject(refusal);
  await createRole(cloud, "charge", trust({ AWS: [Arn, "arn:aws:iam::111111111111:role/unknown"] }));
  const change = (AWS: string) =>
    cloud.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: "charge", PolicyDocument: trust({ AWS }) }));
  await expect(change(nobody)).rejects.toMatchObject(refusal);
  await expect(change("arn:aws:iam::000000000000:user/anna")).rejects.toMatchObject({ name: refusal.name });
  await expect(change("arn:aws:sts::000000000000:assumed-role/caller/session")).resolves.toBeDefined();
});

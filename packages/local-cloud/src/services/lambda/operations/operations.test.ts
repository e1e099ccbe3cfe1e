import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DescribeLogGroupsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteRoleCommand, DeleteRolePolicyCommand } from "@aws-sdk/client-iam";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  GetAccountSettingsCommand,
  GetFunctionCommand,
  GetFunctionConcurrencyCommand,
  GetFunctionConfigurationCommand,
  GetFunctionEventInvokeConfigCommand,
  GetPolicyCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
  ListTagsCommand,
  PutFunctionConcurrencyCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  UpdateFunctionEventInvokeConfigCommand,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allow, createFunction, createRole, invoke, zip } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { directoryCode } from "../index.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
});
afterEach(() => cloud.close());

const source = "export const handler = async () => 'first';";
const named = { FunctionName: "charge" };
const arn = "arn:aws:lambda:us-east-1:000000000000:function:charge";
const created = (more: object = {}) => ({
  FunctionName: "charge",
  Runtime: "nodejs24.x" as const,
  Handler: "index.handler",
  Role: "arn:aws:iam::000000000000:role/charge-role",
  Code: { ZipFile: zip(source) },
  ...more,
});

describe("CreateFunction", () => {
  test("answers with AWS's defaults, and GetFunction with the same", async () => {
    await createFunction(cloud, "charge", source, { Tags: { step: "3" } });
    const { Configuration, Tags } = await cloud.lambda.send(new GetFunctionCommand(named));

    expect(Configuration).toMatchObject({
      FunctionName: "charge",
      FunctionArn: arn,
      Timeout: 3,
      MemorySize: 128,
      State: "Active",
      LastUpdateStatus: "Successful",
      PackageType: "Zip",
      Version: "$LATEST",
      Architectures: ["x86_64"],
      LoggingConfig: { LogFormat: "Text", LogGroup: "/aws/lambda/charge" },
    });
    expect(Configuration!.LastModified).toBe("2026-01-01T12:00:00.000+0000");
    expect(Tags).toEqual({ step: "3" });
  });

  test("takes the code of a folder of this machine, for a call from within the process", async () => {
    const folder = mkdtempSync(join(tmpdir(), "charge-"));
    writeFileSync(join(folder, "index.mjs"), source);
    await createRole(cloud, "charge-role");
    await cloud.account.call({
      service: "lambda",
      operation: "CreateFunction",
      input: created({ Code: directoryCode(folder) }),
      principal: { kind: "account", accountId: "000000000000" },
    });
    rmSync(folder, { recursive: true });

    expect((await invoke(cloud, "charge")).payload).toBe("first");
  });

  test.each([
    [
      "no role that Lambda may assume",
      { Role: "arn:aws:iam::000000000000:role/nobody" },
      "InvalidParameterValueException",
      "The role defined for the function cannot be assumed by Lambda.",
    ],
    [
      "a runtime that is none",
      { Runtime: "nodejs4.2" },
      "InvalidParameterValueException",
      /at 'runtime' failed to satisfy constraint/,
    ],
    [
      "a timeout of a day",
      { Timeout: 86_400 },
      "ValidationException",
      /'86400' at 'timeout' .* less than or equal to 900$/,
    ],
    [
      "too little memory",
      { MemorySize: 64 },
      "ValidationException",
      /'64' at 'memorySize' .* greater than or equal to 128$/,
    ],
    [
      "a zip that is none",
      { Code: { ZipFile: Buffer.from("text") } },
      "InvalidParameterValueException",
      /^Could not unzip uploaded file/,
    ],
    [
      "a zip that leaves its folder",
      { Code: { ZipFile: zip(source, "../index.mjs") } },
      "InvalidParameterValueException",
      /^Could not unzip uploaded file/,
    ],
    [
      "a folder over the wire",
      { Code: { LocalDirectory: "/etc" } },
      "InvalidParameterValueException",
      "Please provide a source for your Lambda function.",
    ],
    [
      "a reserved variable",
      { Environment: { Variables: { AWS_REGION: "x" } } },
      "InvalidParameterValueException",
      /Reserved keys used in this request: AWS_REGION$/,
    ],
    [
      "a layer, which is not emulated",
      { Layers: ["arn:aws:lambda:us-east-1:000000000000:layer:a:1"] },
      "InvalidParameterValueException",
      "The local cloud's Lambda does not support layers.",
    ],
  ])("refuses %s", async (_what, more, name, message) => {
    await createRole(cloud, "charge-role");

    await expect(cloud.lambda.send(new CreateFunctionCommand(created(more) as never))).rejects.toMatchObject({
      name,
      message: typeof message === "string" ? message : expect.stringMatching(message),
    });
  });

  test("refuses a name that is taken", async () => {
    await createFunction(cloud, "charge", source);

    await expect(cloud.lambda.send(new CreateFunctionCommand(created()))).rejects.toMatchObject({
      name: "ResourceConflictException",
      message: "Function already exist: charge",
    });
  });
});

describe("UpdateFunctionCode", () => {
  test("puts new code into use, and only while the revision is the expected one", async () => {
    await createFunction(cloud, "charge", source);
    const before = await cloud.lambda.send(new GetFunctionConfigurationCommand(named));
    await invoke(cloud, "charge");
    const ZipFile = zip("export const handler = async () => 'second';");
    const after = await cloud.lambda.send(
      new UpdateFunctionCodeCommand({ ...named, ZipFile, RevisionId: before.RevisionId }),
    );

    expect((await invoke(cloud, "charge")).payload).toBe("second");
    expect(after.CodeSha256).not.toBe(before.CodeSha256);
    await expect(
      cloud.lambda.send(new UpdateFunctionCodeCommand({ ...named, ZipFile, RevisionId: before.RevisionId })),
    ).rejects.toMatchObject({ name: "PreconditionFailedException" });
  });
});

describe("UpdateFunctionConfiguration", () => {
  test("changes what it names and leaves the rest", async () => {
    await createFunction(cloud, "charge", source, { Timeout: 7, Environment: { Variables: { TABLE: "payments" } } });
    await cloud.lambda.send(new UpdateFunctionConfigurationCommand({ ...named, MemorySize: 256 }));

    const { Timeout, MemorySize, Environment } = await cloud.lambda.send(new GetFunctionConfigurationCommand(named));
    expect({ Timeout, MemorySize, Environment }).toEqual({
      Timeout: 7,
      MemorySize: 256,
      Environment: { Variables: { TABLE: "payments" } },
    });
  });
});

describe("a function that is not there", () => {
  test.each([
    ["Invoke", () => new InvokeCommand(named)],
    ["GetFunction", () => new GetFunctionCommand(named)],
    ["DeleteFunction", () => new DeleteFunctionCommand(named)],
    [
      "AddPermission",
      () => new AddPermissionCommand({ ...named, StatementId: "a", Action: "lambda:InvokeFunction", Principal: "*" }),
    ],
  ])("is not found by %s", async (_operation, command) => {
    await expect(cloud.lambda.send(command() as InvokeCommand)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message: `Function not found: ${arn}`,
    });
  });

  test("is what a deleted one is", async () => {
    await createFunction(cloud, "charge", source);
    await cloud.lambda.send(new DeleteFunctionCommand(named));

    expect((await cloud.lambda.send(new ListFunctionsCommand())).Functions).toEqual([]);
  });
});

test("ListFunctions answers in pages", async () => {
  const Role = await createRole(cloud, "all");
  for (const name of ["a", "b", "c"]) await createFunction(cloud, name, source, { Role });
  const first = await cloud.lambda.send(new ListFunctionsCommand({ MaxItems: 2 }));
  const second = await cloud.lambda.send(new ListFunctionsCommand({ Marker: first.NextMarker }));

  expect(first.Functions!.map(({ FunctionName }) => FunctionName)).toEqual(["a", "b"]);
  expect(second.Functions!.map(({ FunctionName }) => FunctionName)).toEqual(["c"]);
  expect(second.NextMarker).toBeUndefined();
});

describe("Invoke", () => {
  test.each(["charge", "function:charge", "000000000000:function:charge", arn, `${arn}:$LATEST`])(
    "finds the function by %s",
    async (name) => {
      await createFunction(cloud, "charge", source);

      expect((await invoke(cloud, name)).payload).toBe("first");
    },
  );

  test("only checks, as a dry run", async () => {
    await createFunction(cloud, "charge", source);

    expect((await cloud.lambda.send(new InvokeCommand({ ...named, InvocationType: "DryRun" }))).StatusCode).toBe(204);
  });

  test("refuses a payload that is not JSON", async () => {
    await createFunction(cloud, "charge", source);

    await expect(cloud.lambda.send(new InvokeCommand({ ...named, Payload: "{" }))).rejects.toMatchObject({
      name: "InvalidRequestContentException",
    });
  });

  test("refuses more than 1 MB asynchronously", async () => {
    await createFunction(cloud, "charge", source);
    const Payload = JSON.stringify("x".repeat(1_048_576));

    await expect(
      cloud.lambda.send(new InvokeCommand({ ...named, InvocationType: "Event", Payload })),
    ).rejects.toMatchObject({
      name: "RequestTooLargeException",
      message: "1048578 byte payload is too large for the Event invocation type (limit 1048576 bytes)",
    });
  });

  test("refuses what the reserved concurrency does not allow", async () => {
    await createFunction(cloud, "charge", source);
    await cloud.lambda.send(new PutFunctionConcurrencyCommand({ ...named, ReservedConcurrentExecutions: 0 }));

    await expect(invoke(cloud, "charge")).rejects.toMatchObject({
      name: "TooManyRequestsException",
      message: "Rate Exceeded.",
      Reason: "ReservedFunctionConcurrentInvocationLimitExceeded",
    });
  });

  test("refuses a role without the permission, and names it", async () => {
    await createFunction(cloud, "charge", source);
    await createRole(cloud, "stranger", []);
    const client = cloud.clientFor(
      LambdaClient,
      cloud.account.credentialsFor({
        kind: "role",
        accountId: "000000000000",
        roleName: "stranger",
        sessionName: "me",
      }),
    );

    await expect(client.send(new InvokeCommand(named))).rejects.toMatchObject({
      name: "AccessDeniedException",
      message: `User: arn:aws:sts::000000000000:assumed-role/stranger/me is not authorized to perform: lambda:InvokeFunction on resource: ${arn} because no identity-based policy allows the lambda:InvokeFunction action`,
    });
  });
});

describe("a function's policy", () => {
  const rule = "arn:aws:events:us-east-1:000000000000:rule/bus/BookingCreatedRule";
  const statement = {
    ...named,
    StatementId: "rule",
    Action: "lambda:InvokeFunction",
    Principal: "events.amazonaws.com",
    SourceArn: rule,
  };
  const invokeAs = (sourceArn: string) =>
    cloud.account.call({
      service: "lambda",
      operation: "Invoke",
      input: { ...named, InvocationType: "Event" },
      principal: { kind: "service", service: "events.amazonaws.com", sourceArn, sourceAccount: "000000000000" },
    });

  test("shows what AddPermission put into it", async () => {
    await createFunction(cloud, "charge", source);
    await cloud.lambda.send(new AddPermissionCommand(statement));
    const { Policy } = await cloud.lambda.send(new GetPolicyCommand(named));

    expect(JSON.parse(Policy!)).toEqual({
      Version: "2012-10-17",
      Id: "default",
      Statement: [
        {
          Sid: "rule",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "lambda:InvokeFunction",
          Resource: arn,
          Condition: { ArnLike: { "AWS:SourceArn": rule } },
        },
      ],
    });
  });

  test("lets in the rule that it names, and no other", async () => {
    await createFunction(cloud, "charge", source);
    await expect(invokeAs(rule), "before").rejects.toMatchObject({ code: "AccessDeniedException" });
    await cloud.lambda.send(new AddPermissionCommand(statement));

    await expect(invokeAs(rule)).resolves.toMatchObject({ StatusCode: 202 });
    await expect(invokeAs(`${rule}2`)).rejects.toMatchObject({ code: "AccessDeniedException" });
    await cloud.lambda.send(new RemovePermissionCommand({ ...named, StatementId: "rule" }));
    await expect(invokeAs(rule), "after").rejects.toMatchObject({ code: "AccessDeniedException" });
  });

  test("has each statement id once", async () => {
    await createFunction(cloud, "charge", source);
    await cloud.lambda.send(new AddPermissionCommand(statement));

    await expect(cloud.lambda.send(new AddPermissionCommand(statement))).rejects.toMatchObject({
      name: "ResourceConflictException",
      message: expect.stringMatching(/^The statement id \(rule\) provided already exists/),
    });
  });
});

describe("reserved concurrency", () => {
  test("leaves a hundred to the others", async () => {
    await createFunction(cloud, "charge", source);
    const put = (ReservedConcurrentExecutions: number) =>
      cloud.lambda.send(new PutFunctionConcurrencyCommand({ ...named, ReservedConcurrentExecutions }));

    await expect(put(901)).rejects.toMatchObject({
      message: expect.stringMatching(/below its minimum value of \[100\]\.$/),
    });
    await put(900);
    const { AccountLimit } = await cloud.lambda.send(new GetAccountSettingsCommand());
    expect(AccountLimit).toMatchObject({ ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 100 });
    expect((await cloud.lambda.send(new GetFunctionConcurrencyCommand(named))).ReservedConcurrentExecutions).toBe(900);
  });
});

describe("an event invoke configuration", () => {
  const queue = "arn:aws:sqs:us-east-1:000000000000:failed";
  const DestinationConfig = { OnFailure: { Destination: queue } };

  test("is put whole, updated in part, and deleted", async () => {
    await createFunction(cloud, "charge", source);
    await cloud.lambda.send(
      new PutFunctionEventInvokeConfigCommand({ ...named, MaximumRetryAttempts: 1, DestinationConfig }),
    );
    await cloud.lambda.send(new UpdateFunctionEventInvokeConfigCommand({ ...named, MaximumEventAgeInSeconds: 60 }));
    const config = await cloud.lambda.send(new GetFunctionEventInvokeConfigCommand(named));

    expect(config).toMatchObject({
      FunctionArn: `${arn}:$LATEST`,
      MaximumRetryAttempts: 1,
      MaximumEventAgeInSeconds: 60,
      DestinationConfig: { OnSuccess: {}, OnFailure: { Destination: queue } },
    });
    expect(config.LastModified).toEqual(new Date(Date.UTC(2026, 0, 1, 12)));
    await cloud.lambda.send(new DeleteFunctionEventInvokeConfigCommand(named));
    await expect(cloud.lambda.send(new GetFunctionEventInvokeConfigCommand(named))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });

  test("is refused when the function's role may not send to the destination", async () => {
    await createFunction(cloud, "charge", source, { statements: [] });
    const put = () => cloud.lambda.send(new PutFunctionEventInvokeConfigCommand({ ...named, DestinationConfig }));

    await expect(put()).rejects.toMatchObject({
      name: "InvalidParameterValueException",
      message: `The function's execution role does not have permissions to call SendMessage on ${queue}`,
    });
    await allow(cloud, "charge-role", [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: queue }]);
    await expect(put()).resolves.toBeDefined();
  });

  test.each([
    [{ MaximumRetryAttempts: 3 }, /'3' at 'maximumRetryAttempts'/],
    [{ MaximumEventAgeInSeconds: 59 }, /'59' at 'maximumEventAgeInSeconds'/],
    [
      { DestinationConfig: { OnFailure: { Destination: "arn:aws:dynamodb:us-east-1:000000000000:table/t" } } },
      /is invalid/,
    ],
    [{ DestinationConfig: { OnFailure: { Destination: arn } } }, /destination for itself/],
  ])("does not take %j", async (input, message) => {
    await createFunction(cloud, "charge", source);

    await expect(cloud.lambda.send(new PutFunctionEventInvokeConfigCommand({ ...named, ...input }))).rejects.toThrow(
      message,
    );
  });
});

test("tags are added, replaced and taken away", async () => {
  await createFunction(cloud, "charge", source, { Tags: { step: "3", kept: "yes" } });
  await cloud.lambda.send(new TagResourceCommand({ Resource: arn, Tags: { step: "9" } }));
  expect((await cloud.lambda.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual({ step: "9", kept: "yes" });
  await cloud.lambda.send(new UntagResourceCommand({ Resource: arn, TagKeys: ["step"] }));

  expect((await cloud.lambda.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual({ kept: "yes" });
});

test("a function has one URL", async () => {
  await createFunction(cloud, "charge", source);
  const create = () => cloud.lambda.send(new CreateFunctionUrlConfigCommand({ ...named, AuthType: "AWS_IAM" }));
  await create();

  await expect(create()).rejects.toMatchObject({ name: "ResourceConflictException" });
});

test("a function whose role was deleted runs, and leaves no log", async () => {
  await createFunction(cloud, "charge", source);
  await cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: "charge-role", PolicyName: "permissions" }));
  await cloud.iam.send(new DeleteRoleCommand({ RoleName: "charge-role" }));

  expect((await invoke(cloud, "charge")).payload).toBe("first");
  await cloud.clock.settle();
  expect((await cloud.logs.send(new DescribeLogGroupsCommand())).logGroups).toEqual([]);
});

import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  AddPermissionCommand,
  CreateFunctionCommand,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionCommand,
  GetFunctionCommand,
  GetFunctionConfigurationCommand,
  GetFunctionUrlConfigCommand,
  InvokeCommand,
  ListFunctionEventInvokeConfigsCommand,
  ListFunctionsCommand,
  ListFunctionUrlConfigsCommand,
  ListTagsCommand,
  PutFunctionEventInvokeConfigCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
} from "@aws-sdk/client-lambda";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { allow, createFunction, createRole, invoke, zip } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { directoryCode } from "../index.ts";
import { arn, named, source } from "./fixtures/charge.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
});
afterEach(() => cloud.close());

const created = (more: object = {}) => ({
  FunctionName: "charge",
  Runtime: "nodejs24.x" as const,
  Handler: "index.handler",
  Role: "arn:aws:iam::000000000000:role/charge-role",
  Code: { ZipFile: zip(source) },
  ...more,
});

describe("CreateFunction", () => {
  test("fills in AWS's defaults", async () => {
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

  test("takes code from a local folder when called within the process", async () => {
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
      "a role that Lambda may not assume",
      { Role: "arn:aws:iam::000000000000:role/nobody" },
      "InvalidParameterValueException",
      "The role defined for the function cannot be assumed by Lambda.",
    ],
    [
      "an unknown runtime",
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
      "a file that is not a zip archive",
      { Code: { ZipFile: Buffer.from("text") } },
      "InvalidParameterValueException",
      /^Could not unzip uploaded file/,
    ],
    [
      "a zip with a path outside its folder",
      { Code: { ZipFile: zip(source, "../index.mjs") } },
      "InvalidParameterValueException",
      /^Could not unzip uploaded file/,
    ],
    [
      "a local folder in a request",
      { Code: { LocalDirectory: "/etc" } },
      "InvalidParameterValueException",
      "Please provide a source for your Lambda function.",
    ],
    // The enumerations and patterns of AWS's service model.
    [
      "a log format",
      { LoggingConfig: { LogFormat: "Plain" } },
      "ValidationException",
      /'Plain' at 'loggingConfig.logFormat'/,
    ],
    [
      "a log level",
      { LoggingConfig: { LogFormat: "JSON", ApplicationLogLevel: "LOUD" } },
      "ValidationException",
      /'LOUD' at 'loggingConfig.applicationLogLevel'/,
    ],
    ["a log group", { LoggingConfig: { LogGroup: "a b" } }, "ValidationException", /'a b' at 'loggingConfig.logGroup'/],
    ["a tracing mode", { TracingConfig: { Mode: "On" } }, "ValidationException", /'On' at 'tracingConfig.mode'/],
    ["an architecture", { Architectures: ["mips"] }, "ValidationException", /'mips' at 'architectures'/],
    ["a long description", { Description: "x".repeat(257) }, "ValidationException", /at 'description'.* equal to 256$/],
    [
      "a reserved variable",
      { Environment: { Variables: { AWS_REGION: "x" } } },
      "InvalidParameterValueException",
      /Reserved keys used in this request: AWS_REGION$/,
    ],
    [
      "a layer, which is not supported",
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

  test("refuses a name that exists", async () => {
    await createFunction(cloud, "charge", source);

    await expect(cloud.lambda.send(new CreateFunctionCommand(created()))).rejects.toMatchObject({
      name: "ResourceConflictException",
      message: "Function already exist: charge",
    });
  });
});

// AWS's message, from many reports of it.
test("tracing is refused unless the role may send traces", async () => {
  await createFunction(cloud, "charge", source, { statements: [] });
  const trace = () =>
    cloud.lambda.send(new UpdateFunctionConfigurationCommand({ ...named, TracingConfig: { Mode: "Active" } }));

  await expect(trace()).rejects.toMatchObject({
    name: "InvalidParameterValueException",
    message: "The provided execution role does not have permissions to call PutTraceSegments on XRAY",
  });
  await allow(cloud, "charge-role", [{ Effect: "Allow", Action: "xray:Put*", Resource: "*" }]);
  await expect(trace()).resolves.toMatchObject({ TracingConfig: { Mode: "Active" } });
});

describe("UpdateFunctionCode", () => {
  test("activates new code, and refuses an outdated RevisionId", async () => {
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
  // AWS's message, from many reports of it.
  test("refuses a dead-letter queue that the role may not send to, and so does CreateFunction", async () => {
    const DeadLetterConfig = { TargetArn: "arn:aws:sqs:us-east-1:000000000000:dead" };
    const refusal = {
      name: "InvalidParameterValueException",
      message: "The provided execution role does not have permissions to call SendMessage on SQS",
    };
    const Role = await createRole(cloud, "charge-role", []);
    await expect(
      cloud.lambda.send(new CreateFunctionCommand(created({ Role, DeadLetterConfig }) as never)),
    ).rejects.toMatchObject(refusal);
    await createFunction(cloud, "charge", source, { Role });
    const update = () => cloud.lambda.send(new UpdateFunctionConfigurationCommand({ ...named, DeadLetterConfig }));

    await expect(update()).rejects.toMatchObject(refusal);
    await allow(cloud, "charge-role", [
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: DeadLetterConfig.TargetArn },
    ]);
    await expect(update()).resolves.toMatchObject({ DeadLetterConfig });
    const other = await createRole(cloud, "other-role", []);
    const changeRole = new UpdateFunctionConfigurationCommand({ ...named, Role: other });
    await expect(cloud.lambda.send(changeRole)).rejects.toMatchObject(refusal);
  });

  test("changes only the settings in the input", async () => {
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

describe("a missing function", () => {
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

  // As recorded from AWS: these operations have messages of their own.
  test.each([
    ["The function doesn't exist.", new PutFunctionEventInvokeConfigCommand({ ...named, MaximumRetryAttempts: 1 })],
    ["The function doesn't exist.", new ListFunctionEventInvokeConfigsCommand(named)],
    ["Function does not exist", new CreateFunctionUrlConfigCommand({ ...named, AuthType: "NONE" })],
    ["Function does not exist", new ListFunctionUrlConfigsCommand(named)],
    ["The resource you requested does not exist.", new GetFunctionUrlConfigCommand(named)],
  ])("gives the message %s", async (message, command) => {
    await expect(cloud.lambda.send(command as InvokeCommand)).rejects.toMatchObject({
      name: "ResourceNotFoundException",
      message,
    });
  });

  test("is no longer listed after DeleteFunction", async () => {
    await createFunction(cloud, "charge", source);
    await cloud.lambda.send(new DeleteFunctionCommand(named));

    expect((await cloud.lambda.send(new ListFunctionsCommand())).Functions).toEqual([]);
  });
});

test("ListFunctions returns pages", async () => {
  const Role = await createRole(cloud, "all");
  for (const name of ["a", "b", "c"]) await createFunction(cloud, name, source, { Role });
  const first = await cloud.lambda.send(new ListFunctionsCommand({ MaxItems: 2 }));
  const second = await cloud.lambda.send(new ListFunctionsCommand({ Marker: first.NextMarker }));

  expect(first.Functions!.map(({ FunctionName }) => FunctionName)).toEqual(["a", "b"]);
  expect(second.Functions!.map(({ FunctionName }) => FunctionName)).toEqual(["c"]);
  expect(second.NextMarker).toBeUndefined();
});

test("tags are added, replaced and removed", async () => {
  await createFunction(cloud, "charge", source, { Tags: { step: "3", kept: "yes" } });
  await cloud.lambda.send(new TagResourceCommand({ Resource: arn, Tags: { step: "9" } }));
  expect((await cloud.lambda.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual({ step: "9", kept: "yes" });
  await cloud.lambda.send(new UntagResourceCommand({ Resource: arn, TagKeys: ["step"] }));

  expect((await cloud.lambda.send(new ListTagsCommand({ Resource: arn }))).Tags).toEqual({ kept: "yes" });
});

import { Sha256 } from "@aws-crypto/sha256-js";
import {
  AddPermissionCommand,
  type AddPermissionCommandInput,
  CreateFunctionUrlConfigCommand,
  DeleteFunctionUrlConfigCommand,
  GetFunctionUrlConfigCommand,
  PutFunctionConcurrencyCommand,
} from "@aws-sdk/client-lambda";
import { SignatureV4 } from "@smithy/signature-v4";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Credentials } from "../../../core/account.ts";
import type { PolicyStatement } from "../../../core/policy.ts";
import { createFunction, createRole } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";

let cloud: TestCloud;
let role: string;
let count = 0;

beforeAll(async () => {
  cloud = await startTestCloud({ lambda: { proactiveInitialization: false } });
  role = await createRole(cloud, "functions");
});
afterAll(() => cloud.close());

const echo = "export const handler = async (event) => event;";

/** Creates a function with a public URL. */
async function openUrl(source: string): Promise<string> {
  const name = `open-${++count}`;
  await createFunction(cloud, name, source, { Role: role });
  await permit(name, { Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" });
  await permit(name, { Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true });
  return createUrl(name, "NONE");
}

async function permit(name: string, statement: Partial<AddPermissionCommandInput>): Promise<void> {
  const Action = statement.Action!;
  await cloud.lambda.send(
    new AddPermissionCommand({
      FunctionName: name,
      StatementId: Action.slice(7),
      Principal: "*",
      ...statement,
      Action,
    }),
  );
}

async function createUrl(name: string, AuthType: "NONE" | "AWS_IAM"): Promise<string> {
  const { FunctionUrl } = await cloud.lambda.send(new CreateFunctionUrlConfigCommand({ FunctionName: name, AuthType }));
  return FunctionUrl!;
}

/** Sends a GET request signed for Lambda. */
async function fetchSigned(url: string, credentials: Credentials): Promise<Response> {
  const { host, hostname, port, pathname, protocol } = new URL(url);
  const signer = new SignatureV4({ credentials, region: "us-east-1", service: "lambda", sha256: Sha256 });
  const request = { method: "GET", protocol, hostname, port: Number(port), path: pathname, headers: { host } };
  const { headers } = await signer.sign(request);
  return fetch(url, { headers });
}

describe("a request", () => {
  let echoUrl: string;
  beforeAll(async () => void (echoUrl = await openUrl(echo)));

  test("arrives as an event of payload format 2.0", async () => {
    const url = await openUrl(echo);
    const response = await fetch(`${url}bookings/B123?seat=12A&seat=12B`, {
      method: "POST",
      headers: { "content-type": "application/json", cookie: "a=1; b=2" },
      body: '{"amount":300}',
    });

    expect(await response.json()).toMatchObject({
      version: "2.0",
      rawPath: "/bookings/B123",
      rawQueryString: "seat=12A&seat=12B",
      queryStringParameters: { seat: "12A,12B" },
      cookies: ["a=1", "b=2"],
      headers: { "content-type": "application/json", cookie: "a=1; b=2" },
      requestContext: { accountId: "anonymous", http: { method: "POST", path: "/bookings/B123" }, stage: "$default" },
      body: '{"amount":300}',
      isBase64Encoded: false,
    });
  });

  test("with a binary body arrives in base64", async () => {
    const response = await fetch(await openUrl(echo), { method: "PUT", body: new Uint8Array([0, 255]) });

    expect(await response.json()).toMatchObject({ body: "AP8=", isBase64Encoded: true, rawPath: "/" });
  });

  // AWS documents no list: as others have seen it on AWS (an HTTP API, and forms at function URLs).
  test.each([
    ["text/plain", false],
    ["text/html; charset=utf-8", false],
    ["application/json", false],
    ["Application/JSON;charset=utf-8", false],
    ["application/xml", false],
    ["application/javascript", false],
    ["application/x-www-form-urlencoded", true],
    ["application/vnd.api+json", true],
    ["application/jsonl", true],
    ["application/octet-stream", true],
    ["multipart/form-data; boundary=x", true],
    [undefined, true],
  ])("with a body of type %s arrives in base64: %s", async (type, isBase64Encoded) => {
    const body = new TextEncoder().encode('{"seat":"12Å"}');
    const headers = type === undefined ? undefined : { "content-type": type };
    const response = await fetch(echoUrl, { method: "POST", body, ...(headers && { headers }) });
    const event = (await response.json()) as { body: string; isBase64Encoded: boolean };

    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(isBase64Encoded ? Buffer.from(event.body, "base64").toString() : event.body).toBe('{"seat":"12Å"}');
  });

  test("has each of its cookies in `cookies`, and all of them in its header", async () => {
    const response = await fetch(echoUrl, { headers: { cookie: "a=1;b=2;  c=x=y" } });

    expect(await response.json()).toMatchObject({
      cookies: ["a=1", "b=2", "c=x=y"],
      headers: { cookie: "a=1;b=2;  c=x=y" },
    });
  });

  // "Lambda quotas": 6 MB for the event, so less for its body. The answer is AWS's.
  test("is refused with 413 if its event is over 6 MB", async () => {
    const url = await openUrl("export const handler = async ({ body }) => String(body.length);");
    const send = (length: number) =>
      fetch(url, { method: "POST", headers: { "content-type": "text/plain" }, body: "x".repeat(length) });
    const large = await send(6_291_456 - 2000);
    const tooLarge = await send(6_291_456);

    expect(await large.text()).toBe(String(6_291_456 - 2000));
    expect(tooLarge.status).toBe(413);
    expect(tooLarge.headers.get("x-amzn-errortype")).toBe("RequestEntityTooLargeException");
    expect(await tooLarge.json()).toEqual({
      Message: "Request must be smaller than 6291456 bytes for the InvokeFunction operation",
    });
  });

  test("to a deleted URL is answered with 404", async () => {
    const url = await openUrl(echo);
    await cloud.lambda.send(new DeleteFunctionUrlConfigCommand({ FunctionName: `open-${count}` }));

    expect((await fetch(url)).status).toBe(404);
  });
});

describe("a response", () => {
  test.each([
    ["{ statusCode: 202, headers: { 'X-Seat': '12A' }, body: 'taken' }", 202, "taken"],
    ["{ statusCode: 200, body: 'AGI=', isBase64Encoded: true }", 200, "\0b"],
    ["{ statusCode: 204 }", 204, ""],
    ["{ bookingId: 'B123' }", 200, '{"bookingId":"B123"}'],
    ["'plain'", 200, "plain"],
    ["{ statusCode: 'often' }", 502, '{"Message":"Internal Server Error"}'],
    ["{ statusCode: 101 }", 502, '{"Message":"Internal Server Error"}'],
    ["{ statusCode: 200, headers: { 'X-Seat': '12A\\r\\nX-Other: 1' } }", 502, '{"Message":"Internal Server Error"}'],
    ["{ statusCode: 200, headers: { 'no header': '' } }", 502, '{"Message":"Internal Server Error"}'],
    ["{ statusCode: 200, cookies: 'a=1' }", 502, '{"Message":"Internal Server Error"}'],
    ["{ statusCode: 200, headers: { 'Content-Length': '1', Connection: 'x' }, body: 'whole' }", 200, "whole"],
  ])("is read from the return value %s", async (value, status, body) => {
    const response = await fetch(await openUrl(`export const handler = async () => (${value});`));

    expect(response.status).toBe(status);
    expect(await response.text()).toBe(body);
  });

  test("has the handler's headers and cookies", async () => {
    const url = await openUrl(
      "export const handler = async () => ({ statusCode: 200, headers: { 'X-Seat': '12A' }, cookies: ['a=1'] });",
    );
    const { headers } = await fetch(url);

    expect(headers.get("x-seat")).toBe("12A");
    expect(headers.get("set-cookie")).toBe("a=1");
    expect(headers.get("content-type")).toBe("application/json");
  });

  test("has a header of its own for each cookie", async () => {
    const url = await openUrl(
      "export const handler = async () => ({ statusCode: 200, cookies: ['a=1; Expires=Thu, 01 Jan 2026 12:00:00 GMT', 'b=2'] });",
    );

    expect((await fetch(url)).headers.getSetCookie()).toEqual(["a=1; Expires=Thu, 01 Jan 2026 12:00:00 GMT", "b=2"]);
  });

  // "Lambda quotas": 6 MB.
  test("is 502 if it is over 6 MB", async () => {
    const url = await openUrl("export const handler = async ({ body }) => 'x'.repeat(Number(body));");
    const ask = (length: number) =>
      fetch(url, { method: "POST", headers: { "content-type": "text/plain" }, body: String(length) });

    expect((await (await ask(6_000_000)).text()).length).toBe(6_000_000);
    expect((await ask(6_300_000)).status).toBe(502);
  });

  test("hides why the function failed", async () => {
    const response = await fetch(await openUrl("export const handler = async () => { throw new Error('secret'); };"));

    expect(response.status).toBe(502);
    expect(await response.json()).toEqual({ Message: "Internal Server Error" });
  });

  test("is 429 when the function is throttled", async () => {
    const url = await openUrl(echo);
    await cloud.lambda.send(
      new PutFunctionConcurrencyCommand({ FunctionName: `open-${count}`, ReservedConcurrentExecutions: 0 }),
    );

    expect((await fetch(url)).status).toBe(429);
  });
});

/** As AWS answers: curl shows it in many a report of "403 Forbidden" since October 2025. */
async function expectForbidden(response: Response): Promise<void> {
  expect(response.status).toBe(403);
  expect(response.headers.get("x-amzn-errortype")).toBe("AccessDeniedException");
  expect(await response.json()).toEqual({
    Message:
      "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html",
  });
}

// "Control access to Lambda function URLs": since October 2025 both are needed.
describe("access to a public URL", () => {
  const url = { Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" } as const;
  const invocation = { Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true };

  async function answerWith(...statements: Partial<AddPermissionCommandInput>[]): Promise<Response> {
    const name = `public-${++count}`;
    await createFunction(cloud, name, echo, { Role: role });
    for (const statement of statements) await permit(name, statement);
    return fetch(await createUrl(name, "NONE"));
  }

  test("needs no signature, and both permissions", async () => {
    expect((await answerWith(url, invocation)).status).toBe(200);
    await expectForbidden(await answerWith());
    await expectForbidden(await answerWith(url));
    await expectForbidden(await answerWith(invocation));
  });

  test("does not look at the header Authorization, which is the handler's", async () => {
    const response = await fetch(await openUrl(echo), { headers: { authorization: "Bearer of-ours" } });

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({ headers: { authorization: "Bearer of-ours" } });
  });

  test("is granted by lambda:InvokeFunction without a condition too", async () => {
    expect((await answerWith(url, { Action: "lambda:InvokeFunction" })).status).toBe(200);
  });

  test("is refused if the permission is for another type of access", async () => {
    await expectForbidden(await answerWith({ ...url, FunctionUrlAuthType: "AWS_IAM" }, invocation));
  });
});

describe("access to a URL with IAM", () => {
  const both = ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"];
  let url: string;
  let callers = 0;
  beforeAll(async () => {
    await createFunction(
      cloud,
      "booking-api",
      "export const handler = async ({ requestContext }) => requestContext.authorizer.iam;",
      { Role: role },
    );
    url = await createUrl("booking-api", "AWS_IAM");
  });

  async function callerWith(statements: PolicyStatement[]): Promise<Credentials> {
    const roleName = `caller-${++callers}`;
    await createRole(cloud, roleName, statements);
    return cloud.account.credentialsFor({ kind: "role", accountId: "000000000000", roleName, sessionName: "me" });
  }

  test("is refused without a signature", async () => {
    await expectForbidden(await fetch(url));
  });

  test("is refused with an invalid signature", async () => {
    const credentials = { ...cloud.credentials, secretAccessKey: "wrong" };

    expect((await fetchSigned(url, credentials)).status).toBe(403);
    expect((await fetch(url, { headers: { authorization: "Bearer of-ours" } })).status).toBe(403);
  });

  test("is granted to a role with both permissions, and the handler gets the caller's ARN", async () => {
    const caller = await callerWith([{ Effect: "Allow", Action: both, Resource: "*" }]);
    const response = await fetchSigned(url, caller);

    expect(response.status).toBe(200);
    expect(await response.json()).toMatchObject({
      userArn: `arn:aws:sts::000000000000:assumed-role/caller-${callers}/me`,
    });
  });

  test.each(both)("is refused with %s alone", async (Action) => {
    const caller = await callerWith([{ Effect: "Allow", Action, Resource: "*" }]);

    expect((await fetchSigned(url, caller)).status).toBe(403);
  });

  test("needs an identity policy where the function's policy names only the account", async () => {
    const caller = await callerWith([]);
    await permit("booking-api", {
      Action: "lambda:InvokeFunctionUrl",
      Principal: "000000000000",
      FunctionUrlAuthType: "AWS_IAM",
    });
    await permit("booking-api", {
      Action: "lambda:InvokeFunction",
      Principal: "000000000000",
      InvokedViaFunctionUrl: true,
    });
    const administrator = await fetchSigned(url, cloud.credentials);

    expect(administrator.status).toBe(200);
    expect((await fetchSigned(url, caller)).status).toBe(403);
  });
});

test("GetFunctionUrlConfig returns the URL that CreateFunctionUrlConfig made", async () => {
  const url = await openUrl(echo);
  const { FunctionUrl, AuthType } = await cloud.lambda.send(
    new GetFunctionUrlConfigCommand({ FunctionName: `open-${count}` }),
  );

  expect(FunctionUrl).toBe(url);
  expect(AuthType).toBe("NONE");
});

test("a second URL is refused", async () => {
  await openUrl(echo);

  // As recorded from AWS, with both spaces.
  await expect(createUrl(`open-${count}`, "NONE")).rejects.toMatchObject({
    name: "ResourceConflictException",
    message: `Failed to create function url config for [functionArn = arn:aws:lambda:us-east-1:000000000000:function:open-${count}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
  });
});

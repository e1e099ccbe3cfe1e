import { request as httpRequest } from "node:http";
import { Sha256 } from "@aws-crypto/sha256-js";
import { ListMetricsCommand, PutMetricDataCommand } from "@aws-sdk/client-cloudwatch";
import { EventBridgeClient, ListPartnerEventSourcesCommand } from "@aws-sdk/client-eventbridge";
import { CreateRoleCommand, IAMClient, ListRolesCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { expect, test } from "vitest";
import { createAccount } from "../account.ts";
import type { CallFault } from "../core/faults.ts";
import { noFaults } from "../core/no-faults.ts";
import { rolesOf } from "../services/iam/roles.ts";
import { startTestCloud, type TestCloud } from "../testing/index.ts";
import { startEndpoint } from "./index.ts";

const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

const identify = (client: STSClient) => client.send(new GetCallerIdentityCommand({}));

/** Sends a request that no SDK client would send. */
function send(
  url: string,
  headers: Record<string, string> = {},
  method = "GET",
  body = "",
): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest(url, { method, headers }, (response) => {
      let text = "";
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

/** A presigned URL of GetCallerIdentity. */
async function presign(cloud: TestCloud): Promise<string> {
  const url = new URL(cloud.endpoint);
  const signer = new SignatureV4({
    credentials: cloud.credentials,
    region: "us-east-1",
    service: "sts",
    sha256: Sha256,
  });
  const { query } = await signer.presign({
    method: "GET",
    protocol: "http:",
    hostname: url.hostname,
    port: Number(url.port),
    path: "/",
    query: { Action: "GetCallerIdentity", Version: "2011-06-15" },
    headers: { host: url.host },
  });
  return `${cloud.endpoint}/?${new URLSearchParams(query as Record<string, string>)}`;
}

test("recognizes the administrator by the signature", async () => {
  await using cloud = await startTestCloud();

  expect(await identify(cloud.sts)).toMatchObject({ Account: "000000000000", Arn: "arn:aws:iam::000000000000:root" });
});

test("recognizes a role's session by its credentials", async () => {
  await using cloud = await startTestCloud();
  const session = {
    kind: "role",
    accountId: cloud.account.id,
    roleName: "charge",
    sessionName: "payment-charge",
  } as const;
  const client = cloud.clientFor(STSClient, cloud.account.credentialsFor(session));

  expect((await identify(client)).Arn).toBe("arn:aws:sts::000000000000:assumed-role/charge/payment-charge");
});

test("accepts a presigned request, and refuses a changed one", async () => {
  await using cloud = await startTestCloud();
  const url = await presign(cloud);

  expect(await send(url)).toMatchObject({
    status: 200,
    body: expect.stringContaining("<Arn>arn:aws:iam::000000000000:root</Arn>"),
  });
  expect(await send(url.replace("2011-06-15", "2011-06-16"))).toMatchObject({
    status: 403,
    body: expect.stringContaining("<Code>SignatureDoesNotMatch</Code>"),
  });
});

test("refuses a wrong secret with each protocol's error", async () => {
  await using cloud = await startTestCloud();
  const wrong = { ...cloud.credentials, secretAccessKey: "wrong" };

  await expect(identify(cloud.clientFor(STSClient, wrong))).rejects.toMatchObject({
    name: "SignatureDoesNotMatch",
    $metadata: { httpStatusCode: 403 },
  });
  await expect(
    cloud.clientFor(EventBridgeClient, wrong).send(new ListPartnerEventSourcesCommand({ NamePrefix: "x" })),
  ).rejects.toMatchObject({ name: "InvalidSignatureException" });
});

test("refuses an unknown key with each protocol's error", async () => {
  await using cloud = await startTestCloud();
  const unknown = { accessKeyId: "AKIAUNKNOWN", secretAccessKey: "x" };

  await expect(identify(cloud.clientFor(STSClient, unknown))).rejects.toMatchObject({ name: "InvalidClientTokenId" });
  await expect(
    cloud.clientFor(EventBridgeClient, unknown).send(new ListPartnerEventSourcesCommand({ NamePrefix: "x" })),
  ).rejects.toMatchObject({
    name: "UnrecognizedClientException",
    message: "The security token included in the request is invalid.",
  });
});

test("refuses another region than the account's, and names it", async () => {
  await using cloud = await startTestCloud();
  const client = new STSClient({
    endpoint: cloud.endpoint,
    region: "eu-west-1",
    credentials: cloud.credentials,
    maxAttempts: 1,
  });

  await expect(identify(client)).rejects.toMatchObject({
    message: expect.stringContaining("'eu-west-1': the local cloud is us-east-1"),
  });
});

test("refuses an unsigned request", async () => {
  await using cloud = await startTestCloud();

  const answer = await send(cloud.endpoint, { "x-amz-target": "AWSEvents.PutEvents" }, "POST", "{}");

  expect(answer).toMatchObject({ status: 403, body: expect.stringContaining("MissingAuthenticationTokenException") });
});

test("refuses an operation that the local cloud does not support", async () => {
  await using cloud = await startTestCloud();

  await expect(cloud.events.send(new ListPartnerEventSourcesCommand({ NamePrefix: "x" }))).rejects.toMatchObject({
    name: "UnknownOperationException",
    message: "The local cloud does not support the operation ListPartnerEventSources of events yet.",
  });
});

test("refuses requests under another host name", async () => {
  await using cloud = await startTestCloud();
  const port = new URL(cloud.endpoint).port;
  const statusFor = async (host: string) => (await send(cloud.endpoint, { host })).status;

  expect(await statusFor(`rebound.example:${port}`)).toBe(403);
  expect(await statusFor("127.0.0.1:1")).toBe(403);
  const asLocalhost = await send(`${cloud.endpoint}/nothing`, { host: `localhost:${port}` });
  expect(asLocalhost.body).toContain("Missing Authentication Token");
});

test("does not let web pages of other origins read answers", async () => {
  await using cloud = await startTestCloud();

  const response = await fetch(cloud.endpoint, { method: "OPTIONS", headers: { origin: "https://example.com" } });

  expect(response.headers.get("access-control-allow-origin")).toBeNull();
});

test("keeps characters that are special in XML and forms", async () => {
  await using cloud = await startTestCloud();
  const Tags = [{ Key: "a b+c&d=e", Value: `<"1 & 2"> 'ä' 100%` }];

  const { Role } = await cloud.iam.send(
    new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trust, Tags }),
  );

  expect(Role?.Tags).toEqual(Tags);
});

function faultOnce(service: string, operation: string, fault: CallFault) {
  let left = 1;
  return {
    ...noFaults,
    onCall: (call: { service: string; operation: string }) =>
      call.service === service && call.operation === operation && left-- > 0 ? fault : undefined,
  };
}

test("a refused operation does not run", async () => {
  const fault = { kind: "refuse", code: "ServiceFailure", message: "Not now.", status: 500 } as const;
  await using cloud = await startTestCloud({ faults: faultOnce("iam", "CreateRole", fault) });
  const create = () => cloud.iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trust }));

  await expect(create()).rejects.toMatchObject({ message: "Not now.", $metadata: { httpStatusCode: 500 } });

  expect((await cloud.iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
});

test("a lost answer breaks the connection after the operation ran", async () => {
  await using cloud = await startTestCloud({ faults: faultOnce("iam", "CreateRole", { kind: "lose-answer" }) });
  const create = () => cloud.iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trust }));

  await expect(create()).rejects.toMatchObject({ code: "ECONNRESET" });

  expect((await cloud.iam.send(new ListRolesCommand({}))).Roles).toHaveLength(1);
});

test.each([
  ["before", 0],
  ["after", 1],
] as const)("a crash %s an operation ends the calling environment", async (when, rolesMade) => {
  await using cloud = await startTestCloud({ faults: faultOnce("iam", "CreateRole", { kind: "crash", when }) });
  const ended: string[] = [];
  cloud.account.service("lambda").crash = async (environmentId) => void ended.push(environmentId);
  const principal = {
    kind: "role",
    accountId: cloud.account.id,
    roleName: "r",
    sessionName: "f",
    functionName: "f",
    environmentId: "f-1",
  } as const;
  allowCreateRole(cloud);
  const client = cloud.clientFor(IAMClient, cloud.account.credentialsFor(principal));

  await expect(
    client.send(new CreateRoleCommand({ RoleName: "made", AssumeRolePolicyDocument: trust })),
  ).rejects.toMatchObject({
    code: "ECONNRESET",
  });

  expect(ended).toEqual(["f-1"]);
  const { Roles = [] } = await cloud.iam.send(new ListRolesCommand({}));
  expect(Roles.filter(({ RoleName }) => RoleName === "made")).toHaveLength(rolesMade);
});

/** Gives the role r permission to create roles, but not by a call, which the fault would affect. */
function allowCreateRole(cloud: TestCloud): void {
  const statement = { Effect: "Allow", Action: "iam:CreateRole", Resource: "*" } as const;
  rolesOf(cloud.account).set("r", {
    RoleName: "r",
    RoleId: "AROA",
    Arn: "arn:aws:iam::000000000000:role/r",
    Path: "/",
    CreateDate: 0,
    MaxSessionDuration: 3600,
    AssumeRolePolicyDocument: JSON.parse(trust),
    Tags: [],
    inline: { make: { Version: "2012-10-17", Statement: [statement] } },
    attached: [],
  });
}

test("answers and reports an operation's own error as an internal failure, and continues", async () => {
  const reported: string[] = [];
  const report = (error: unknown, doing: string) => void reported.push(`${doing}: ${(error as Error).message}`);
  await using cloud = await startTestCloud({ report });
  Object.assign(cloud.account.service("sts").operations, {
    GetSessionToken: () => {
      throw new TypeError("a mistake");
    },
  });

  await expect(cloud.sts.send(new GetSessionTokenCommand({}))).rejects.toMatchObject({
    name: "InternalFailure",
    $metadata: { httpStatusCode: 500 },
  });

  expect(reported).toEqual(["sts:GetSessionToken: a mistake"]);
  await expect(identify(cloud.sts)).resolves.toBeDefined();
});

test("settle waits for a request that was just sent", async () => {
  await using cloud = await startTestCloud();
  let done = false;
  void cloud.iam.send(new CreateRoleCommand({ RoleName: "r", AssumeRolePolicyDocument: trust })).then(() => {
    done = true;
  });

  await cloud.clock.settle();

  expect(done).toBe(true);
});

test("settle does not wait for an answer whose caller has gone", async () => {
  await using cloud = await startTestCloud();
  let answer = () => {};
  const begun = new Promise<void>((begin) => {
    Object.assign(cloud.account.service("sts").operations, {
      GetSessionToken: () => {
        begin();
        return new Promise<void>((resolve) => {
          answer = resolve;
        });
      },
    });
  });
  const leaving = new AbortController();
  const left = cloud.sts.send(new GetSessionTokenCommand({}), { abortSignal: leaving.signal });
  await begun;
  leaving.abort();
  await expect(left).rejects.toThrow();
  // When these have been answered, the endpoint knows that the caller has gone.
  for (let calls = 0; calls < 3; calls++) await identify(cloud.sts);
  answer();

  await expect(cloud.clock.settle()).resolves.toBeUndefined();
});

test("closing answers a call in progress, and does not wait for its connection", async () => {
  const account = createAccount();
  const endpoint = await startEndpoint(account);
  const client = new STSClient({
    endpoint: endpoint.url,
    region: "us-east-1",
    credentials: account.credentials.admin,
    maxAttempts: 1,
  });
  let answer = () => {};
  const begun = new Promise<void>((begin) => {
    Object.assign(account.service("sts").operations, {
      GetSessionToken: () => {
        begin();
        return new Promise<void>((resolve) => {
          answer = resolve;
        });
      },
    });
  });
  const pending = client.send(new GetSessionTokenCommand({}));
  await begun;

  const closed = endpoint.close();
  answer();

  await expect(pending).resolves.toBeDefined();
  await closed;
  client.destroy();
});

test("decompresses a request", async () => {
  await using cloud = await startTestCloud();
  const MetricData = Array.from({ length: 200 }, (_, i) => ({ MetricName: `${"m".repeat(60)}${i}`, Value: i }));

  await cloud.cloudwatch.send(new PutMetricDataCommand({ Namespace: "Bookings", MetricData }));

  const { Metrics } = await cloud.cloudwatch.send(new ListMetricsCommand({ Namespace: "Bookings" }));
  expect(Metrics).toHaveLength(200);
});

// Another process may take the free port in between.
test("uses the given credentials and port, and frees the port on close", { retry: 3 }, async () => {
  const credentials = { accessKeyId: "AKIAMINE", secretAccessKey: "mine" };
  const first = createAccount({ credentials });
  const endpoint = await startEndpoint(first);
  const client = new STSClient({ endpoint: endpoint.url, region: "us-east-1", credentials, maxAttempts: 1 });
  await expect(identify(client)).resolves.toMatchObject({ Account: first.id });

  // The client keeps its connection: closing must not wait for it.
  await endpoint.close();
  const again = await startEndpoint(createAccount(), { port: endpoint.port });

  expect(again.port).toBe(endpoint.port);
  await again.close();
  client.destroy();
});

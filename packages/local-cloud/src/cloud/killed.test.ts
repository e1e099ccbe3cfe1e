import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { CreateRoleCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, InvokeCommand, ListFunctionsCommand } from "@aws-sdk/client-lambda";
import { afterAll, beforeAll, expect, onTestFinished, test } from "vitest";
import { zip } from "../testing/functions.ts";
import { type CrashingCloud, compileCrashingCloud, startCrashingCloud } from "./fixtures/crashing-cloud.ts";

let compiled: string;
beforeAll(async () => {
  compiled = await compileCrashingCloud();
});
afterAll(() => rmSync(compiled));

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "local-cloud-killed-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function start(folder: string): Promise<CrashingCloud> {
  const cloud = await startCrashingCloud(compiled, folder);
  onTestFinished(() => cloud.kill());
  return cloud;
}

/** Creates a function with this body, and invokes it without waiting for it. */
async function run({ clients: { iam, lambda } }: CrashingCloud, body: string): Promise<void> {
  const service = { Service: "lambda.amazonaws.com" };
  const trust = { Statement: [{ Effect: "Allow", Principal: service, Action: "sts:AssumeRole" }] };
  const role = { RoleName: "any", AssumeRolePolicyDocument: JSON.stringify(trust) };
  const { Role } = await iam.send(new CreateRoleCommand(role));
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: "hostile",
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Timeout: 900,
      Role: Role!.Arn,
      Code: {
        ZipFile: zip(`import { execSync, spawn } from "node:child_process";
          import { connect } from "node:net";
          export const handler = async () => { ${body} };`),
      },
    }),
  );
  await lambda.send(new InvokeCommand({ FunctionName: "hostile", InvocationType: "Event" }));
}

test("a handler that loops, and what it has started, end with the cloud, also when that is killed", async () => {
  const cloud = await start(newFolder());
  const server = createServer().listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  const connected = once(server, "connection") as Promise<[Socket]>;
  await run(
    cloud,
    `const socket = connect(${port}, "127.0.0.1");
    await new Promise((resolve) => socket.on("connect", resolve));
    if (process.platform !== "win32") spawn("sleep", ["600"], { stdio: [socket, "ignore", "ignore"] });
    for (;;);`,
  );
  const [socket] = await connected;
  // Closed once nobody has it open any more.
  const closed = once(socket.resume(), "close");
  socket.on("error", () => {});

  cloud.kill();

  await closed;
});

test.skipIf(process.platform === "win32")("a run that kills the cloud does not do so at each start", async () => {
  const folder = newFolder();
  const first = await start(folder);
  await run(first, "execSync('kill -9 ' + process.ppid);");
  await first.exited;
  const second = await start(folder);
  await second.exited;

  // The clock is sixty times as fast: the minute until the next try is a second, in which the function can be fixed.
  const third = await start(folder);
  const { Functions } = await third.clients.lambda.send(new ListFunctionsCommand({}));

  expect(Functions).toHaveLength(1);
});

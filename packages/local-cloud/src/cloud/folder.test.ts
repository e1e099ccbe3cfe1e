import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { type Cloud, startCloud } from "../index.ts";
import { callByHand, zip } from "../testing/index.ts";

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "local-cloud-folder-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

async function withCloud<T>(folder: string, use: (cloud: Cloud) => Promise<T>): Promise<T> {
  await using cloud = await startCloud({ folder });
  return await use(cloud);
}

const source = "export const handler = async () => process.env.QUEUE_URL;";

async function createFunction({ account, endpoint }: Cloud): Promise<void> {
  const Statement = [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }];
  const trust = { RoleName: "charge", AssumeRolePolicyDocument: JSON.stringify({ Version: "2012-10-17", Statement }) };
  const { Role } = (await callByHand({ account }, "iam", "CreateRole", trust)) as { Role: { Arn: string } };
  await callByHand({ account }, "lambda", "CreateFunction", {
    FunctionName: "charge",
    Runtime: "nodejs24.x",
    Handler: "index.handler",
    Code: { ZipFile: Buffer.from(zip(source)).toString("base64") },
    Role: Role.Arn,
    Environment: { Variables: { QUEUE_URL: `${endpoint}/000000000000/failed`, LONGER: `${endpoint}1/x`, NAME: "a" } },
  });
}

const codeFolders = (folder: string) =>
  readdirSync(join(folder, "data/functions")).filter((name) => /^[0-9a-f]{64}$/.test(name));

function replaceWithFile(path: string): void {
  rmSync(path, { recursive: true });
  writeFileSync(path, "");
}

test("an account keeps its identity across restarts, and another folder has another one", async () => {
  const folder = newFolder();
  const first = await withCloud(folder, async ({ id }) => id);
  const again = await withCloud(folder, async ({ id }) => id);
  const other = await withCloud(newFolder(), async ({ id }) => id);

  expect(again).toBe(first);
  expect(other).not.toBe(first);
});

test("a function's environment follows the cloud to another port", async () => {
  const folder = newFolder();
  await withCloud(folder, createFunction);

  await withCloud(folder, async ({ account, endpoint }) => {
    const { Environment } = await callByHand({ account }, "lambda", "GetFunctionConfiguration", {
      FunctionName: "charge",
    });
    expect(Environment).toMatchObject({
      Variables: { QUEUE_URL: `${endpoint}/000000000000/failed`, LONGER: expect.stringMatching(/1\/x$/), NAME: "a" },
    });
  });
});

test("finds no lost code while everything is there", async () => {
  const folder = newFolder();
  await withCloud(folder, createFunction);

  expect(await withCloud(folder, (cloud) => cloud.findLostCode())).toEqual([]);
});

test.each([
  ["missing", (code: string) => rmSync(code, { recursive: true })],
  ["empty", (code: string) => writeFileSync(join(code, "index.mjs"), "")],
  ["changed", (code: string) => writeFileSync(join(code, "index.mjs"), `${source}//`)],
  ["a file", replaceWithFile],
])("finds code that is %s, and the same code can be uploaded again", async (_, damage) => {
  const folder = newFolder();
  await withCloud(folder, createFunction);
  damage(join(folder, "data/functions", codeFolders(folder)[0]!));

  await withCloud(folder, async (cloud) => {
    expect(await cloud.findLostCode()).toEqual(["charge"]);
    const ZipFile = Buffer.from(zip(source)).toString("base64");
    await callByHand(cloud, "lambda", "UpdateFunctionCode", { FunctionName: "charge", ZipFile });
    expect(await cloud.findLostCode()).toEqual([]);
  });
  expect(codeFolders(folder)).toHaveLength(1);
});

test("says that the system refuses a folder, instead of calling it damaged", async () => {
  const folder = newFolder();
  writeFileSync(join(folder, "file"), "");

  await expect(startCloud({ folder: join(folder, "file/cloud") })).rejects.toMatchObject({
    name: "FolderError",
    problem: "unusable",
    reason: expect.stringContaining("ENOTDIR"),
  });
});

// root may write everywhere
test.skipIf(process.getuid?.() === 0 || process.platform === "win32")("says that a folder is read-only", async () => {
  const folder = newFolder();
  chmodSync(folder, 0o500);

  await expect(startCloud({ folder: join(folder, "cloud") })).rejects.toMatchObject({ problem: "unusable" });
  expect(existsSync(join(folder, "cloud"))).toBe(false);
});

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { afterAll, beforeAll, expect, test } from "vitest";
import { EmptyProject } from "./empty-project.ts";

const localCloud = "packages/local-cloud";
const { exports, name, version } = JSON.parse(readFileSync(`${localCloud}/package.json`, "utf8"));
const examples = ["choreography.mjs", "ship-order.mjs", "running-cloud.mjs", "orders.test.mjs"];

const project = new EmptyProject();
let packed: string[];

beforeAll(async () => {
  packed = await project.installPacked(localCloud);
  for (const example of examples) project.copy(`${localCloud}/examples/${example}`, example);
});
afterAll(() => project.remove());

test("the tarball has every entry point with its types, and no sources or tests", () => {
  const entryPoints = Object.values(exports).flatMap((entry) =>
    typeof entry === "string" ? [entry] : Object.values(entry as Record<string, string>),
  );

  expect(packed).toEqual(expect.arrayContaining([...entryPoints.map((path) => path.replace("./", "")), "LICENSE"]));
  expect(packed.filter((path) => /\.test\.|fixtures|^src\//.test(path))).toEqual([]);
  expect(packed.filter((path) => !path.startsWith("dist/")).sort()).toEqual([
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "package.json",
  ]);
});

test("the README's example runs as plain JavaScript", async () => {
  const printed = await project.node("choreography.mjs");

  expect(printed.trim().split("\n")).toEqual(["[ 'Shipping 1 to 12 Main Street' ]", "[ 'NO_PERMISSIONS' ]", "3"]);
});

test("the README's test runs with Node's test runner", async () => {
  await expect(project.node("--test", "orders.test.mjs")).resolves.toContain("# pass 1");
});

test("the README's examples pass a strict type check", async () => {
  await project.npm("install", "--no-audit", "--no-fund", "--loglevel=error", "@types/node@20");
  const tsc = createRequire(import.meta.url).resolve("typescript/bin/tsc");

  const options = "--noEmit --allowJs --checkJs --strict --target es2023 --module nodenext --types node".split(" ");
  await project.node(tsc, ...options, ...examples);
});

test("every entry point but those for Pulumi loads without Pulumi", async () => {
  const entries = Object.keys(exports).filter((entry) => !/pulumi|package\.json/.test(entry));
  project.write("load.mjs", entries.map((entry) => `await import("${name}${entry.slice(1)}");`).join("\n"));

  await expect(project.node("load.mjs")).resolves.toBe("");
});

test("its version can be read, and nothing behind its exports", async () => {
  project.write(
    "version.mjs",
    `import own from "${name}/package.json" with { type: "json" };\nconsole.log(own.version);`,
  );
  project.write("deep.mjs", `await import("${name}/dist/account.js");`);

  await expect(project.node("--no-warnings", "version.mjs")).resolves.toBe(`${version}\n`);
  await expect(project.node("deep.mjs")).rejects.toThrow("ERR_PACKAGE_PATH_NOT_EXPORTED");
});

test("a cloud with a folder keeps its state for the next start", async () => {
  project.write(
    "restart.mjs",
    `import { CreateQueueCommand, ListQueuesCommand, SQSClient } from "@aws-sdk/client-sqs";
     import { startCloud } from "${name}";
     for (const command of [new CreateQueueCommand({ QueueName: "orders" }), new ListQueuesCommand({})]) {
       const { endpoint, region, credentials, close } = await startCloud({ folder: ".cloud" });
       const { QueueUrls } = await new SQSClient({ endpoint, region, credentials }).send(command);
       if (QueueUrls) console.log(QueueUrls.map((url) => url.split("/").at(-1)));
       await close();
     }
     process.exit();`,
  );

  await expect(project.node("restart.mjs")).resolves.toBe("[ 'orders' ]\n");
});

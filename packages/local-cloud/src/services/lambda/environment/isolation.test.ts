import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { strToU8, zipSync } from "fflate";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { startCloud } from "../../../cloud/start-cloud.ts";
import { createFunction, createRole, invoke } from "../../../testing/functions.ts";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { memoryOf } from "./process-memory.ts";

let cloud: TestCloud;
let role: string;
let count = 0;
const compiledCode = mkdtempSync(join(tmpdir(), "compiled-"));

beforeAll(async () => {
  cloud = await startTestCloud({ lambda: { compiledCode, proactiveInitialization: false } });
  role = await createRole(cloud, "everything");
});
afterAll(async () => {
  await cloud.close();
  rmSync(compiledCode, { recursive: true, force: true });
});

/** Creates a function from its files and runs it once. */
async function run(files: Record<string, string>, Variables: Record<string, string> = {}) {
  const name = `isolated-${++count}`;
  const Code = {
    ZipFile: zipSync(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, strToU8(text)]))),
  };
  await createFunction(cloud, name, "", { Role: role, Timeout: 60, Code, Environment: { Variables } });
  return { name, ...(await invoke(cloud, name, {}, true)) };
}

describe("a function", () => {
  test.skipIf(process.platform !== "linux")("sees its own variables only, also as the system tells them", async () => {
    process.env.LEARNERS_SECRET = "secret";
    onTestFinished(() => void delete process.env.LEARNERS_SECRET);
    const source = `import { execSync } from "node:child_process";
      import { readFileSync } from "node:fs";
      export const handler = async () => [readFileSync("/proc/self/environ", "utf8"), execSync("env").toString()];`;

    // NODE_ENV is known from the start of the process, TABLE from the moment when it gets its function.
    const { payload } = await run({ "index.mjs": source }, { TABLE: "bookings", NODE_ENV: "production" });

    expect(payload[0]).toContain("NODE_ENV=production");
    expect(payload[1]).toContain("TABLE=bookings");
    expect(payload.join()).not.toContain("LEARNERS_SECRET");
  });

  test("runs in its bundle's folder", async () => {
    const source = `import { readFileSync } from "node:fs";
      export const handler = async () => [process.cwd() === process.env.LAMBDA_TASK_ROOT, readFileSync("seats.json", "utf8")];`;

    expect((await run({ "index.mjs": source, "seats.json": "[]" })).payload).toEqual([true, "[]"]);
  });

  test("has the options of Node that its variables name", async () => {
    const source = "export const handler = async () => Error.stackTraceLimit;";

    expect((await run({ "index.mjs": source }, { NODE_OPTIONS: "--stack-trace-limit=3" })).payload).toBe(3);
  });

  test("whose options Node refuses fails with what Node says", async () => {
    const { payload, log } = await run({ "index.mjs": "" }, { NODE_OPTIONS: "--no-such-option" });

    expect(payload.errorType).toBe("Runtime.ExitError");
    expect(payload.errorMessage).toMatch(/Runtime exited with error: exit status 9$/);
    expect(log).toContain("--no-such-option is not allowed in NODE_OPTIONS");
  });
});

/** More than 64 kB, from which on its compiled code is stored. */
const large = (source: string) => `${source}\nexport const unused = () => "${"x".repeat(70_000)}";`;
const largeCommonJs = (source: string) => `${source}\nconst unused = () => "${"x".repeat(70_000)}";`;

describe("packages", () => {
  const uses: Array<[how: string, file: string, source: string]> = [
    ["require", "index.cjs", 'const own = require("fflate"); exports.handler = async () => own.name;'],
    ["import", "index.mjs", 'import own from "fflate"; export const handler = async () => own.name;'],
    ["import()", "index.mjs", 'export const handler = async () => (await import("fflate")).default.name;'],
    ["import() in CommonJS", "index.cjs", 'exports.handler = async () => (await import("fflate")).default.name;'],
    [
      "createRequire",
      "index.mjs",
      'import { createRequire } from "node:module"; export const handler = async () => createRequire(import.meta.url)("fflate").name;',
    ],
    [
      "import() in stored code",
      "index.mjs",
      large('export const handler = async () => (await import("fflate")).default.name;'),
    ],
    [
      "import() in stored CommonJS",
      "index.cjs",
      largeCommonJs('exports.handler = async () => (await import("fflate")).default.name;'),
    ],
    [
      "import() by new Function",
      "index.mjs",
      large("export const handler = async () => (await new Function(\"return import('fflate')\")()).default.name;"),
    ],
  ];
  const own = {
    "node_modules/fflate/package.json": '{"name":"fflate","main":"own.js"}',
    "node_modules/fflate/own.js": "exports.name = 'own';",
  };

  test.each(uses)("of the bundle are found by %s", async (_how, file, source) => {
    expect((await run({ [file]: source, ...own })).payload).toBe("own");
  });

  test("that only the machine has are found by nothing", async () => {
    // A folder inside this repository, from which Node itself would find its packages.
    const cache = fileURLToPath(new URL("../../../../../../node_modules/.cache/", import.meta.url));
    const folder = mkdtempSync(join(cache, "isolation-"));
    const inside = await startCloud({ folder });
    onTestFinished(async () => {
      await inside.close();
      rmSync(folder, { recursive: true, force: true });
    });
    const call = <Output>(service: "lambda" | "iam", operation: string, input: object) =>
      inside.account.call<Output>({
        service,
        operation,
        input,
        principal: { kind: "account", accountId: inside.account.id },
      });
    const trust = {
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    };
    const { Role } = await call<{ Role: { Arn: string } }>("iam", "CreateRole", {
      RoleName: "any",
      AssumeRolePolicyDocument: JSON.stringify(trust),
    });
    const failures = await Promise.all(
      uses.map(async ([how, file, source], index) => {
        const named = { FunctionName: `uses-${index}` };
        const ZipFile = Buffer.from(zipSync({ [file]: strToU8(source) })).toString("base64");
        await call("lambda", "CreateFunction", {
          ...named,
          Runtime: "nodejs24.x",
          Handler: "index.handler",
          Timeout: 60,
          Role: Role.Arn,
          Code: { ZipFile },
        });
        const { Payload } = await call<{ Payload: string }>("lambda", "Invoke", named);
        return [how, JSON.parse(Buffer.from(Payload, "base64").toString())];
      }),
    );

    for (const [how, failure] of failures) {
      expect(failure.errorMessage, how).toMatch(/Cannot find (package|module) 'fflate'/);
    }
  });

  test("of the AWS SDK are in the bundle or nowhere, and the log says so", async () => {
    const { payload, log } = await run({
      "index.mjs": 'import "@aws-sdk/client-sqs"; export const handler = async () => {};',
    });

    expect(payload.errorType).toBe("Runtime.ImportModuleError");
    expect(payload.errorMessage).toContain("Cannot find package '@aws-sdk/client-sqs' imported from ");
    expect(log).toContain(
      "The runtime of the local cloud has no AWS SDK. Put @aws-sdk/client-sqs into the function's bundle.",
    );
  });
});

describe("stored code", () => {
  const esModule = large(`import { sep } from "node:path";
    const where = () => new Error("here").stack.split("\\n")[1].replace(/^.*functions./, "");
    export const handler = async () => [sep, (await import("node:os")).EOL, where(), import.meta.url.slice(-9), import.meta.filename.slice(-9)];`);
  const commonJs = largeCommonJs(`const { sep } = require("node:path");
    const where = () => new Error("here").stack.split("\\n")[1].replace(/^.*functions./, "");
    exports.handler = async () => [sep, (await import("node:os")).EOL, where(), __filename.slice(-9), module.exports === exports];`);

  /** The files with compiled code, of all functions. */
  function stored(): string[] {
    const names = readdirSync(compiledCode, { recursive: true, withFileTypes: true });
    return names.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  }

  test.each([
    ["an ES module", { "index.mjs": esModule }],
    ["CommonJS", { "index.cjs": commonJs }],
  ])("of %s does the same as its source, in the same places", async (_what, files) => {
    const before = stored();
    const first = await run(files);
    const [file] = stored().filter((each) => !before.includes(each));
    const content = readFileSync(file!);
    const again = await run(files);
    const half = Buffer.from(content).fill(0, content.length >> 1);
    writeFileSync(file!, half);
    const damaged = await run(files);

    expect(first.payload.slice(0, 2)).toEqual([join("/"), process.platform === "win32" ? "\r\n" : "\n"]);
    expect(first.payload[2]).toMatch(/index\.[cm]js:2:\d+/);
    expect(again.payload).toEqual(first.payload);
    expect(damaged.payload).toEqual(first.payload);
    expect(readFileSync(file!).equals(half), "stored again").toBe(false);
  });

  test("is not made of a small file", async () => {
    const before = stored();
    await run({ "index.mjs": "export const handler = async () => 'small';" });

    expect(stored()).toEqual(before);
  });
});

test.skipIf(process.platform === "win32")("a process's memory is read in the same way as ps does", async () => {
  const [own, ps] = await Promise.all([memoryOf([process.pid]), memoryOf([process.pid], "darwin")]);

  const kB = Number(execFileSync("ps", ["-o", "rss=", "-p", String(process.pid)]).toString());
  for (const each of [own, ps]) expect(Math.abs(each.get(process.pid)! / (kB * 1024) - 1)).toBeLessThan(0.5);
});

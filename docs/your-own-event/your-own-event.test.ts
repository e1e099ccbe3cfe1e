import { spawn } from "node:child_process";
import { cpSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "@event-choreography/workshop-cli/working-copy";
import { afterAll, beforeAll, expect, test } from "vitest";
import { steps } from "../../steps/index.ts";
import { Checkout } from "../../test/support/checkout.ts";

const page = "docs/your-own-event";
const number = steps.list.length + 1;

let checkout: Checkout;
beforeAll(() => {
  checkout = new Checkout();
  for (const folder of ["steps", "services"]) {
    cpSync(join(root, page, folder), join(checkout.root, folder), { recursive: true });
  }
  const last = `  .add("${steps.list.at(-1)!.name}", () => import("./${steps.list.at(-1)!.name}/infra.ts"))`;
  checkout.edit("steps/index.ts", `${last};`, `${last}\n${lineOfThePage()};`);
});
afterAll(() => checkout?.[Symbol.dispose]());

test(`the page adds step ${number}, the one after the last`, () => {
  expect(lineOfThePage()).toContain(`"${number}-`);
});

test("the new step passes its own tests and those of the steps and contracts", { timeout: 300_000 }, async () => {
  const files = [
    "steps/15-points",
    "services/points",
    "services/contracts.test.ts",
    "steps/index.test.ts",
    "steps/exercises.test.ts",
    "steps/13-least-privilege/infra.test.ts",
  ];
  const output = await run("node_modules/vitest/vitest.mjs", "run", "--reporter=json", "--maxWorkers=1", ...files);
  const { testResults } = JSON.parse(output.slice(output.indexOf("{"))) as Results;
  const tests = testResults.flatMap(({ name, message, assertionResults }) =>
    assertionResults.length > 0
      ? assertionResults.map(({ status, title, failureMessages }) => ({ status, why: [title, ...failureMessages] }))
      : [{ status: "failed", why: [name, message] }],
  );

  expect(tests.filter(({ status }) => status !== "passed").map(({ why }) => why.join("\n"))).toEqual([]);
  expect(testResults.filter(({ name }) => /points/.test(name))).toHaveLength(6);
});

test("the derived documents know the event, its publisher and its consumers", { timeout: 120_000 }, async () => {
  await run("--import=tsx", "tools/derive/run.ts");

  const events = checkout.read("docs/events.md");
  expect(events).toContain("`PointsEarnedRule` delivers it to points (`points-reward`)");
  expect(events).toMatch(/`TicketIssuedRule` delivers it to .*points \(`points-earn`\)/);
  expect(events, "the picture").toContain("ticket -- TicketIssued --> points");
  expect(checkout.read("docs/asyncapi.yaml")).toContain("points-sends-PointsEarned-v1");
});

interface Results {
  testResults: {
    name: string;
    message: string;
    assertionResults: { status: string; title: string; failureMessages: string[] }[];
  }[];
}

/** The line that the page adds to the list of steps. */
function lineOfThePage(): string {
  const text = readFileSync(join(root, page, "README.md"), "utf8");
  const [, line] = /-> "[^\n]*\\n( +\.add\(.*?\));" -->/.exec(text) ?? [];
  return line!.replaceAll('\\"', '"');
}

/** Runs a script in the copy, and returns what it printed. */
function run(...args: string[]): Promise<string> {
  const child = spawn(process.execPath, args, { cwd: checkout.root, stdio: ["ignore", "pipe", "pipe"] });
  let output = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    output += text;
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", () => resolve(output));
  });
}

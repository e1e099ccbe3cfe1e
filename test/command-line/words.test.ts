import { commandLine } from "@event-choreography/workshop-cli/command-line";
import { afterAll, describe, expect, test } from "vitest";
import { Checkout } from "../support/checkout.ts";

const checkout = new Checkout();
afterAll(() => checkout[Symbol.dispose]());

const commands = commandLine().commands;

describe("help", { timeout: 60_000 }, () => {
  test.each(commands.map((command) => [command.name(), command] as const))(
    "of %s fits into 80 columns",
    (_, command) => {
      const widest = command
        .helpInformation()
        .split("\n")
        .sort((a, b) => b.length - a.length)[0]!;

      expect(widest.length, widest).toBeLessThanOrEqual(80);
    },
  );

  test("lists every command in 80 columns, and exits with 0", async () => {
    const { code, stdout, stderr } = await checkout.run("--help");

    expect(code).toBe(0);
    expect(stderr).toBe("");
    for (const command of commands) expect(stdout).toContain(`  ${command.name()}`);
    for (const line of stdout.split("\n")) expect(line.length, line).toBeLessThanOrEqual(80);
  });

  test("of a single command goes to stdout, too", async () => {
    expect(await checkout.run("book --help")).toMatchObject({
      code: 0,
      stderr: "",
      stdout: expect.stringContaining("--id"),
    });
  });
});

test("the settings of a person's machine do not keep it from working", { timeout: 60_000 }, async () => {
  const nowhere = "http://127.0.0.1:9";
  const env = {
    NODE_ENV: "production",
    http_proxy: nowhere,
    https_proxy: nowhere,
    no_proxy: ".corp, intranet",
    AWS_USE_FIPS_ENDPOINT: "true",
    AWS_USE_DUALSTACK_ENDPOINT: "true",
    AWS_ENDPOINT_URL: nowhere,
    AWS_PROFILE: "nobody",
    AWS_ACCOUNT_ID_ENDPOINT_MODE: "required",
  };

  expect(await checkout.run("demo", { env })).toMatchObject({ code: 0, stdout: expect.stringContaining("ticketed") });
});

describe("a mistake in the command line", { timeout: 60_000 }, () => {
  test.each([
    ["bok", "unknown command 'bok'"],
    ["status --jsno", "unknown option '--jsno'"],
    ["hint", "missing required argument 'exercise'"],
    ["begin 3 4", "too many arguments"],
    ["begin 77", "There is no step 77."],
    ["begin three", "There is no step three."],
    ["hint 3.9", "There is no exercise 3.9. Step 3 has:"],
    ["solve 3", "There is no exercise 3"],
    ["start --port lots", '--port takes a number from 0 to 65535, but got "lots"'],
    ["cloud --port lots", '--port takes a number from 0 to 65535, but got "lots"'],
    ["dlq discard 1", "Nothing was discarded: a reason is missing."],
    ["dlq discard --all --yes", "Nothing was discarded: a reason is missing."],
    ["dlq throw 1", "Unknown action: dlq throw."],
    ["restore yesterday", 'There is no save "yesterday"'],
    ["check", "You have not started a step yet."],
    ["reset", "You have not started a step yet."],
    ["hint", "For example: npx workshop hint 3.2"],
    ["trace", "For example: npx workshop trace B123"],
  ])("%s: is explained on stderr, with exit code 1", async (args, message) => {
    const { code, stdout, stderr } = await checkout.run(args);

    expect(stderr).toContain(message);
    expect(stderr).not.toMatch(/\n\s+at |bug in the workshop/);
    expect([code, stdout]).toEqual([1, ""]);
  });
});

describe("without a local cloud", { timeout: 60_000 }, () => {
  test.each([
    "book",
    "events",
    "trace B1",
    "logs booking-api",
    "up 1",
    "plan",
    "down",
    "put-event Hello",
    "check 3 --live",
  ])("%s explains how to start one, with exit code 2", async (args) => {
    const { code, stdout, stderr } = await checkout.run(args);

    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain("No local cloud is running.");
    expect(stderr).toContain("npm start");
  });

  test("status shows that, and what is next", async () => {
    const { code, stdout } = await checkout.run("");

    expect(code).toBe(0);
    expect(stdout).toMatch(/Local cloud\s+not running/);
    expect(stdout).toMatch(/Next\s+npm start/);
  });
});

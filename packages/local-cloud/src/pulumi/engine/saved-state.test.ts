import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { readStack } from "../stack-state/index.ts";
import { bookingProgram, operationsOf, useStackHarness } from "./test-support.ts";

const harness = useStackHarness();
const here = { id: "cloud-1", endpoint: "http://127.0.0.1:4567" };

describe("a damaged state file", () => {
  test.each([
    ["empty", () => "", "is damaged: it is empty"],
    ["null", () => "null", "is damaged: it is not a state file"],
    ["garbage", () => "not JSON", "is damaged: it is not a state file"],
    ["truncated", (text: string) => text.slice(0, text.length / 2), "is damaged: it is not a state file"],
    ["another JSON document", () => '{"resources":[]}', "has the format version undefined"],
    ["of another version", (text: string) => text.replace('"format":2', '"format":1'), "has the format version 1"],
    ["changed by one byte", (text: string) => text.replace("BookingCreatedRule", "BookingCreatedMule"), "is damaged"],
    ["without its checksum", (text: string) => text.replace(/,\n"checksum.*/, "}"), "is damaged"],
  ])("%s is refused and left alone", async (_, damage, message) => {
    await harness.open().up(bookingProgram());
    const damaged = damage(readFileSync(harness.stateFile, "utf8"));
    writeFileSync(harness.stateFile, damaged);

    expect(() => harness.open()).toThrow(message);
    expect(readFileSync(harness.stateFile, "utf8")).toBe(damaged);
  });

  test("is refused if it is a folder", () => {
    mkdirSync(harness.stateFile);

    expect(() => harness.open()).toThrow("is damaged: it is a folder");
  });

  test.each([
    ["missing", (key: string) => rmSync(key), "is missing"],
    ["empty", (key: string) => writeFileSync(key, ""), "cannot be read with the key"],
    [
      "another one",
      (key: string) => writeFileSync(key, Buffer.alloc(32).toString("base64")),
      "cannot be read with the",
    ],
  ])("is refused if the key of its secrets is %s", async (_, damage, message) => {
    await harness.open().up(() => void new aws.cloudwatch.EventBus("bus", { description: pulumi.secret("s3cret") }));
    damage(`${harness.stateFile}.key`);

    expect(() => harness.open()).toThrow(message);
  });
});

describe("a state", () => {
  test("of another stack is refused", async () => {
    await harness.open().up(bookingProgram());

    expect(() => harness.open({ stack: "other" })).toThrow(
      "is the state of stack local of aircraft-booking, not of other",
    );
  });

  test("about another account is refused, since its resources are not here", async () => {
    await harness.open({ account: here }).up(bookingProgram());
    const other = harness.open.bind(harness, { account: { ...here, id: "cloud-2" } });

    expect(other).toThrow("describes the resources of another local cloud");
  });

  test("that is empty fits every account", async () => {
    const stack = harness.open({ account: here });
    await stack.up(bookingProgram());
    await stack.destroy();

    const { summary } = await harness.open({ account: { ...here, id: "cloud-2" } }).up(bookingProgram());
    expect(summary.create).toBe(4);
  });

  test("follows its account to another address, and nothing is replaced", async () => {
    const Statement = [{ Effect: "Allow", Principal: "*", Action: "sqs:SendMessage", Resource: "*" }];
    const program = () => {
      const queue = new aws.sqs.Queue("queue", { name: "failed" });
      new aws.sqs.QueuePolicy("policy", { queueUrl: queue.url, policy: JSON.stringify({ Statement }) });
      return { queueUrl: queue.url };
    };
    const { account } = harness.cloud;
    await harness.open({ account: { id: here.id, endpoint: account.endpoint } }).up(program);
    account.endpoint = "http://127.0.0.1:9";
    const moved = { id: here.id, endpoint: account.endpoint };

    expect(readStack(harness.stateFile, { project: "aircraft-booking", stack: "local", account: moved })).toMatchObject(
      {
        outputs: { queueUrl: "http://127.0.0.1:9/000000000000/failed" },
      },
    );
    expect(operationsOf(await harness.open({ account: moved }).up(program))).toMatchObject({
      queue: "same",
      policy: "same",
    });
  });

  test("names no folder that it was made in, and is found again after a move", async () => {
    const [here, there] = [mkdtempSync(join(tmpdir(), "made in ")), join(tmpdir(), `moved to ${process.pid}`)];
    try {
      const deploy = (folder: string) => {
        mkdirSync(join(folder, "dist"), { recursive: true });
        writeFileSync(join(folder, "dist/index.mjs"), "export const handler = () => {};");
        return harness.open({ stateFile: join(folder, "state/stack.json") }).up(functionProgram(join(folder, "dist")));
      };
      await deploy(here);
      expect(readFileSync(join(here, "state/stack.json"), "utf8")).not.toContain(JSON.stringify(here).slice(1, -1));

      renameSync(here, there);

      expect(operationsOf(await deploy(there))).toMatchObject({ charge: "same" });
    } finally {
      for (const folder of [here, there]) if (existsSync(folder)) rmSync(folder, { recursive: true });
    }
  });

  test("can be brought up to date with the account before a deployment", async () => {
    const stack = harness.open();
    await stack.up(bookingProgram());
    await harness.byHand("events", "DeleteRule", { Name: "BookingCreatedRule", EventBusName: "AircraftBookingBus" });
    await harness.byHand("events", "DeleteEventBus", { Name: "AircraftBookingBus" });

    expect((await stack.up(bookingProgram())).summary.same, "without it, nothing is noticed").toBe(4);
    expect(operationsOf(await stack.up(bookingProgram(), { refresh: true }))).toMatchObject({
      bus: "create",
      rule: "create",
      log: "same",
    });
  });
});

function functionProgram(folder: string) {
  return () => {
    const role = new aws.iam.Role("role", {
      name: "charge",
      assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
      },
    });
    new aws.lambda.Function("charge", {
      name: "charge",
      role: role.arn,
      runtime: "nodejs24.x",
      handler: "index.handler",
      code: new pulumi.asset.FileArchive(folder),
    });
  };
}

import { readFileSync, utimesSync, writeFileSync } from "node:fs";
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import type { Provider } from "../provider/provider.ts";
import { renderPlan } from "./render-plan.ts";
import { bookingProgram, failureOf, operationsOf, useStackHarness } from "./test-support.ts";

const harness = useStackHarness();

describe("a killed deployment", () => {
  class Killed extends Error {}

  test("does not create a resource twice if it was killed between a create and its response", async () => {
    const killed: Provider = {
      ...harness.provider,
      async create(request) {
        const created = await harness.provider.create(request);
        if (request.name === "rule") throw new Killed();
        return created;
      },
    };
    await deployAndKill(killed);

    const deployed = await harness.open().up(bookingProgram());

    expect(operationsOf(deployed)).toEqual({
      "aircraft-booking-local": "same",
      bus: "same",
      log: "same",
      rule: "same",
    });
  });

  test("creates a resource if it was killed before the create", async () => {
    const { create } = harness.provider;
    const killed: Provider = {
      ...harness.provider,
      create: (request) => (request.name === "rule" ? Promise.reject(new Killed()) : create(request)),
    };
    await deployAndKill(killed);

    expect(operationsOf(await harness.open().up(bookingProgram()))).toMatchObject({ bus: "same", rule: "create" });
  });

  /** Runs a deployment, and restores the state file as it was when the provider threw `Killed`. */
  async function deployAndKill(killed: Provider): Promise<void> {
    let saved = "";
    const provider: Provider = {
      ...killed,
      create: (request) =>
        killed.create(request).catch((error: unknown) => {
          saved = readFileSync(harness.stateFile, "utf8");
          throw error;
        }),
    };
    await failureOf(harness.open({ provider }).up(bookingProgram()));
    expect(JSON.parse(saved).pending).toMatchObject([{ kind: "create" }]);
    writeFileSync(harness.stateFile, saved);
  }
});

describe("secrets", () => {
  test("are encrypted in the state, hidden in plan and outputs, and plain for AWS", async () => {
    const stack = harness.open();
    const program = (description: string) => () => {
      const bus = new aws.cloudwatch.EventBus("bus", { name: "B", description: pulumi.secret(description) });
      return { description: bus.description, name: bus.name };
    };
    await stack.up(program("s3cret"));

    const changed = await stack.up(program("hidden"));

    expect(await harness.byHand("events", "DescribeEventBus", { Name: "B" })).toMatchObject({ Description: "hidden" });
    expect(changed.resources.find(({ name }) => name === "bus")!.diffs).toEqual([
      { path: "description", replaces: false, old: "[secret]", new: "[secret]" },
    ]);
    expect(changed.outputs).toEqual({ description: "[secret]", name: "B" });
    expect(readFileSync(harness.stateFile, "utf8")).not.toMatch(/s3cret|hidden/);
    expect(renderPlan(changed)).not.toMatch(/s3cret|hidden/);
    expect((await harness.open().preview(program("hidden"))).summary.same).toBe(2);
  });

  test("in the configuration are secret in outputs", async () => {
    const deployed = await harness.open().up(
      () => {
        const config = new pulumi.Config();
        const [plain, token] = [config.require("greeting"), config.requireSecret("token")];
        return { plain, token, n: config.requireNumber("n") };
      },
      { config: { greeting: "hello", token: { secret: "s3cret" }, n: 3 } },
    );

    expect(deployed.outputs).toEqual({ plain: "hello", token: "[secret]", n: 3 });
  });
});

describe("a state file", () => {
  test("is locked while a deployment of the same stack is in progress", async () => {
    const stack = harness.open();
    const first = stack.up(bookingProgram());

    await expect(stack.up(bookingProgram())).rejects.toThrow("Another deployment of this stack is in progress.");
    await expect(harness.open().up(bookingProgram())).rejects.toThrow(
      `Another deployment of this stack is in progress (process ${process.pid}).`,
    );
    await first;
  });

  test("is not taken from a process that has just created its lock", async () => {
    writeFileSync(`${harness.stateFile}.lock`, "");

    await expect(harness.open().up(bookingProgram())).rejects.toThrow(
      "Another deployment of this stack is in progress.",
    );
  });

  test("is free if the process that locked it has ended", async () => {
    writeFileSync(`${harness.stateFile}.lock`, "4194304");
    utimesSync(`${harness.stateFile}.lock`, 0, 0);

    expect((await harness.open().up(bookingProgram())).summary.create).toBe(4);
  });
});

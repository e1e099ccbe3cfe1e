import * as aws from "@pulumi/aws";
import { expect, test } from "vitest";
import { steps } from "../steps/index.ts";
import { Steps } from "../steps/steps.ts";
import { type MockedStack, runMocked, settingsFor } from "../test/support/mocked-stack.ts";
import type { Changes } from "./components/context.ts";
import { runSteps } from "./fold.ts";

/** The first half day. These tests are not about the changes of later steps. */
const firstSix = new Steps(steps.list.slice(0, 6));

test("runs the steps up to the requested one, and does not load the others", async () => {
  const ran: string[] = [];
  const some = new Steps()
    .add("01-one", async () => ({ default: () => ({ one: ran.push("one") }) }))
    .add("02-two", async () => ({ default: ({ one }: { one: number }) => ({ two: ran.push(`two after ${one}`) }) }))
    .add("03-three", () => Promise.reject(new Error("loaded")));

  await runSteps(some, settingsFor({ step: 2 }));

  expect(ran).toEqual(["one", "two after 1"]);
});

test("returns the outputs of all steps", async () => {
  const some = new Steps()
    .add("01-one", async () => ({ default: () => ({ outputs: { a: 1 } }) }))
    .add("02-two", async () => ({ default: () => ({ outputs: { b: 2 } }) }));

  expect(await runSteps(some, settingsFor({ step: 2 }))).toEqual({ a: 1, b: 2 });
});

test("lets a later step set the delivery of every function target, including the one written by hand", async () => {
  const stack = await withLaterStep({
    delivery: (name, rule, opts) => {
      const queue = new aws.sqs.Queue(`${name}-undelivered`, { tags: { rule: rule.name } }, opts);
      return { retryPolicy: { maximumRetryAttempts: 3 }, deadLetterConfig: { arn: queue.arn } };
    },
  });

  const targets = stack.all("EventTarget").filter(({ inputs }) => inputs.arn.includes(":function:"));
  expect(targets).toHaveLength(5);
  for (const { name, inputs } of targets) {
    expect(inputs.retryPolicy, name).toEqual({ maximumRetryAttempts: 3 });
    expect(inputs.deadLetterConfig.arn, name).toMatch(/-undelivered-/);
  }
});

test("lets a later step replace a function's code and add to its environment and permissions", async () => {
  const stack = await withLaterStep({
    functionArgs: (name, { environment, allow }) =>
      name === "payment-charge"
        ? {
            handler: "services/ticket/issue/issue.ts",
            environment: { ...environment, MODE: "once" },
            allow: [...allow, { Action: "dynamodb:GetItem", Resource: allow[0]!.Resource }],
            settings: { timeout: 30 },
          }
        : {},
  });

  const { inputs } = stack.one("Function", { name: "payment-charge" });
  expect(inputs.environment.variables).toMatchObject({ TABLE_NAME: "PaymentTable", MODE: "once" });
  expect(inputs.timeout).toBe(30);
  expect(await inputs.code.path).toMatch(/dist\/ticket\/issue\/issue$/);
  expect(stack.statementsOf("payment-charge").map(({ Action }) => Action)).toContain("dynamodb:GetItem");
  expect(stack.one("Function", { name: "ticket-issue" }).inputs.timeout).toBe(10);
});

test("lets the last of several steps win, and passes each one the result of the earlier ones", async () => {
  const add = (word: string): Changes => ({
    functionArgs: (_, { environment }) => ({
      environment: { ...environment, WORDS: `${environment.WORDS ?? ""}${word}` },
    }),
  });

  const stack = await runMocked(() => runSteps(later(later(firstSix, add("a")), add("b")), settingsFor({ step: 8 })));

  expect(stack.one("Function", { name: "booking-api" }).inputs.environment.variables.WORDS).toBe("ab");
});

test("applies no changes of a step that is not deployed", async () => {
  const changes: Changes = { functionArgs: () => ({ settings: { timeout: 30 } }) };

  const stack = await runMocked(() => runSteps(later(firstSix, changes), settingsFor({ step: 6 })));

  expect(stack.one("Function", { name: "payment-charge" }).inputs.timeout).toBe(10);
});

test("ends every physical name with the attendee's name, so that a class can share an account", async () => {
  const stack = await runMocked(() => runSteps(steps, settingsFor({ step: steps.list.length, attendee: "ada" })));

  const names = stack.resources.filter(({ inputs }) => inputs.name).map(({ inputs }) => inputs.name);
  expect(names.length).toBeGreaterThan(30);
  expect(names.filter((name) => !name.endsWith("-ada"))).toEqual([]);
});

test("starts every child's name with the name of its component", async () => {
  const stack = await runMocked(() => runSteps(steps, settingsFor({ step: steps.list.length })));

  const children = stack.resources.filter(({ parent }) => parent);
  expect(children.length).toBeGreaterThan(20);
  expect(children.filter(({ name, parent }) => !name.startsWith(`${parent}-`))).toEqual([]);
});

/** The program with one more step, which only changes earlier resources. */
function withLaterStep(changes: Changes): Promise<MockedStack> {
  return runMocked(() => runSteps(later(firstSix, changes), settingsFor({ step: 7 })));
}

function later<Made>(before: Steps<Made>, changes: Changes) {
  return before.add("99-later", async () => ({ changes, default: () => ({}) }));
}

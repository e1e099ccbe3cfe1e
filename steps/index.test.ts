import { readdir } from "node:fs/promises";
import { expect, test } from "vitest";
import { type MockedStack, mockedStack } from "../test/support/mocked-stack.ts";
import { contractOf } from "../tools/derive/contracts.ts";
import { steps } from "./index.ts";

const stacks = new Map<number, Promise<MockedStack>>();
const numbers = steps.list.map((_, index) => index + 1);

test("lists every step folder, in order", async () => {
  const folders = (await readdir(import.meta.dirname, { withFileTypes: true })).filter((entry) => entry.isDirectory());

  expect(steps.list.map(({ name }) => name)).toEqual(folders.map(({ name }) => name).sort());
});

/** What each kind of change may touch in the resources of earlier steps. */
const touchedBy = {
  delivery: ["EventTarget"],
  functionArgs: ["Function", "RolePolicy"],
  pattern: ["EventRule"],
  table: ["Table"],
};

test.each(numbers.slice(1))("step %i changes earlier resources only as its changes declare", async (step) => {
  const [before, after] = [await stackAt(step - 1), await stackAt(step)];
  const { changes = {} } = await steps.list[step - 1]!.load();
  const touched = (Object.keys(changes) as (keyof typeof touchedBy)[]).flatMap((kind) => touchedBy[kind]);
  // Step 13 creates it in `finish`, which sees the publishers of later steps, too.
  touched.push("EventBusPolicy");

  for (const { type, name, inputs } of before.resources) {
    const now = after.resources.find((resource) => resource.type === type && resource.name === name);
    expect(now, `${type} ${name} of step ${step - 1} is missing at step ${step}`).toBeDefined();
    if (!touched.includes(type)) expect(now?.inputs, `${type} ${name}`).toEqual(inputs);
  }
});

test("has rules only for events that a service publishes, named after the event", async () => {
  const stack = await stackAt(steps.list.length);

  const rules = stack.all("EventRule").filter(({ name }) => name !== "every-event-rule");
  expect(rules.length).toBeGreaterThan(0);
  for (const { inputs } of rules) {
    const { source, "detail-type": names } = JSON.parse(inputs.eventPattern);
    expect(inputs.name).toBe(`${names[0]}Rule`);
    expect(source, inputs.name).toEqual([contractOf(names[0]).source]);
  }
});

test("allows PutEvents only to functions that publish events", async () => {
  // From step 14 on, a pipe publishes for Booking.
  const stack = await stackAt(13);

  const publishers = stack.all("Function").filter(({ inputs }) => inputs.environment.variables.BUS_NAME);
  const allowed = stack
    .all("Function")
    .filter(({ inputs }) => stack.statementsOf(inputs.name).some(({ Action }) => Action === "events:PutEvents"));
  expect(allowed.map(({ name }) => name)).toEqual(publishers.map(({ name }) => name));
});

/** The stack at a step, created once for all tests here: none of them changes it. */
function stackAt(step: number): Promise<MockedStack> {
  const known = stacks.get(step) ?? mockedStack({ step });
  stacks.set(step, known);
  return known;
}

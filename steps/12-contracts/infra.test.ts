import { beforeAll, expect, test } from "vitest";
import { runSteps } from "../../infra/fold.ts";
import { type MockedStack, mockedStack, runMocked, settingsFor } from "../../test/support/mocked-stack.ts";
import { steps } from "../index.ts";
import { Steps } from "../steps.ts";
import { evolve } from "./evolve.ts";

let stack: MockedStack;
beforeAll(async () => {
  stack = await mockedStack({ step: 12 });
});

test("12.3 matches only the consumed versions of SeatAssigned", async () => {
  const parallel = new Steps(steps.list.slice(0, 11)).add("12-contracts", async () => ({
    changes: evolve({ published: [1, 2], consumed: [1] }),
    default: () => ({}),
  }));
  const made = await runMocked(() => runSteps(parallel, settingsFor({ step: 12 })));

  expect(
    patternOf("SeatAssignedRule", made),
    "the event has detail.metadata.version, and a pattern can match it",
  ).toEqual({
    source: ["aircraft.seat-assignment"],
    "detail-type": ["SeatAssigned"],
    detail: { metadata: { version: [1] } },
  });
});

test("12.3 leaves the patterns of all other rules unchanged", async () => {
  const before = await mockedStack({ step: 11 });

  for (const { inputs } of before.all("EventRule").filter(({ inputs }) => inputs.name !== "SeatAssignedRule")) {
    expect(patternOf(inputs.name), inputs.name).toEqual(JSON.parse(inputs.eventPattern));
  }
});

test("12.4 publishes only version 2", () => {
  const { environment } = stack.one("Function", { name: "seat-assign" }).inputs;

  expect(environment.variables.SEAT_ASSIGNED_VERSIONS, "the last deployment: published: [2]").toBe("2");
});

test("12.4 consumes version 2, and version 1 from the archive", () => {
  expect(patternOf("SeatAssignedRule").detail?.metadata.version, "the last deployment: consumed: [1, 2]").toEqual([
    1, 2,
  ]);
});

test("changes only one producer, one rule and code, and creates nothing", async () => {
  const before = inputsByName(await mockedStack({ step: 11 }));
  const after = inputsByName(stack);

  expect([...after.keys()].sort()).toEqual([...before.keys()].sort());
  const changed = [...after].filter(([name, inputs]) => inputs !== before.get(name));
  expect(changed.map(([name]) => name).sort()).toEqual(["seat-assign-function", "seat-assigned-rule"]);
});

function patternOf(name: string, made = stack) {
  return JSON.parse(made.one("EventRule", { name }).inputs.eventPattern);
}

/** The inputs of each resource as JSON, without a function's code. */
function inputsByName({ resources }: MockedStack): Map<string, string> {
  return new Map(resources.map(({ name, inputs }) => [name, JSON.stringify({ ...inputs, code: undefined })]));
}

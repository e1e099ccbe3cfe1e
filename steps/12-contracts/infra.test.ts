import { beforeAll, expect, test } from "vitest";
import { runSteps } from "../../infra/fold.ts";
import { type MockedStack, mockedStack, runMocked, settingsFor } from "../../test/support/mocked-stack.ts";
import { steps } from "../index.ts";
import { Steps } from "../steps.ts";
import { deployments } from "./deployments.ts";
import { type Evolution, evolve } from "./evolve.ts";

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

test("12.4 ends with version 2, and still hears version 1 from the archive", () => {
  const { environment } = stack.one("Function", { name: "seat-assign" }).inputs;

  expect(environment.variables.SEAT_ASSIGNED_VERSIONS, "the last deployment must publish version 2 alone").toBe("2");
  expect(
    patternOf("SeatAssignedRule").detail?.metadata.version,
    "after the last deployment, a replay may still deliver version 1: the rule must match both",
  ).toEqual([1, 2]);
});

test("12.4 loses no event on the way: in each transition, the old rule and the new one hear what is published", () => {
  const losses = deployments.slice(1).flatMap((to, index) => {
    const from = deployments[index]!;
    return [from.published, to.published]
      .filter((versions) => !versions.some((version) => [from, to].every(({ consumed }) => consumed.includes(version))))
      .map((versions) => lossIn(index + 1, versions, from, to));
  });

  expect(losses).toEqual([]);
});

function lossIn(deployment: number, versions: number[], from: Evolution, to: Evolution): string {
  const deaf = from.consumed.some((version) => versions.includes(version)) ? to : from;
  return (
    `from deployment ${deployment} to ${deployment + 1}: an event in version ${versions} is lost ` +
    `where the rule ${deaf === from ? "still" : "already"} matches [${deaf.consumed}] only`
  );
}

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

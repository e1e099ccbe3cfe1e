import { compilePattern, matches } from "@event-choreography/local-cloud/event-pattern";
import { beforeAll, expect, test } from "vitest";
import { runSteps } from "../../infra/fold.ts";
import { type MockedStack, mockedStack, runMocked, settingsFor } from "../../test/support/mocked-stack.ts";
import { steps } from "../index.ts";
import { Steps } from "../steps.ts";
import { deployments } from "./deployments.ts";
import { type Evolution, evolve } from "./evolve.ts";

let before: MockedStack;
let stack: MockedStack;
beforeAll(async () => {
  [before, stack] = [await mockedStack({ step: 11 }), await mockedStack({ step: 12 })];
});

test("12.3 matches only the consumed versions of SeatAssigned", async () => {
  const parallel = new Steps(steps.list.slice(0, 11)).add("12-contracts", async () => ({
    changes: evolve({ published: [1, 2], consumed: [1] }),
    default: () => ({}),
  }));
  const made = await runMocked(() => runSteps(parallel, settingsFor({ step: 12 })));

  expect(heard(made), "only version 1 is consumed, and an event has its version in detail.metadata.version").toEqual([
    1,
  ]);
});

test("12.3 leaves the patterns of all other rules unchanged", () => {
  for (const { inputs } of before.all("EventRule").filter(({ inputs }) => inputs.name !== "SeatAssignedRule")) {
    expect(patternOf(inputs.name), `${inputs.name} must stay as it was: only SeatAssigned has two versions`).toEqual(
      JSON.parse(inputs.eventPattern),
    );
  }
});

test("12.4 ends with version 2, and still hears version 1 from the archive", () => {
  const { environment } = stack.one("Function", { name: "seat-assign" }).inputs;

  expect(environment.variables.SEAT_ASSIGNED_VERSIONS, "the last deployment must publish version 2 alone").toBe("2");
  expect(
    heard(stack),
    "after the last deployment, a replay may still deliver version 1: the rule must match both",
  ).toEqual([1, 2]);
});

test("12.4 begins with what is deployed", () => {
  expect(deployments[0], "the first line is what step 11 has deployed: leave it, and add the next ones below").toEqual({
    published: [1],
    consumed: [1],
  });
});

test("12.4 loses no event on the way: in each transition, the old rule and the new one hear what is published", () => {
  const losses = deployments.slice(1).flatMap((to, index) => {
    const from = deployments[index]!;
    return [from.published, to.published]
      .filter((versions) => !versions.some((version) => [from, to].every(({ consumed }) => consumed.includes(version))))
      .map((versions) => lossIn(index + 1, versions, from, to));
  });

  expect(losses, losses.join("; ")).toEqual([]);
});

function lossIn(deployment: number, versions: number[], from: Evolution, to: Evolution): string {
  if (versions.length === 0) return `from deployment ${deployment} to ${deployment + 1}: no version is published`;
  const deaf = from.consumed.some((version) => versions.includes(version)) ? to : from;
  return (
    `from deployment ${deployment} to ${deployment + 1}: an event in version ${versions} is lost ` +
    `where the rule ${deaf === from ? "still" : "already"} matches [${deaf.consumed}] only`
  );
}

test("changes only one producer, one rule and code, and creates nothing", () => {
  const [old, now] = [inputsByName(before), inputsByName(stack)];

  expect([...now.keys()].sort()).toEqual([...old.keys()].sort());
  const changed = [...now].filter(([name, inputs]) => inputs !== old.get(name));
  expect(changed.map(([name]) => name).sort()).toEqual(["seat-assign-function", "seat-assigned-rule"]);
});

function patternOf(name: string, made = stack) {
  return JSON.parse(made.one("EventRule", { name }).inputs.eventPattern);
}

/** The versions of SeatAssigned that the rule matches. */
function heard(made: MockedStack): number[] {
  const pattern = compilePattern(JSON.stringify(patternOf("SeatAssignedRule", made)));
  const event = (version: number) => ({
    source: "aircraft.seat-assignment",
    "detail-type": "SeatAssigned",
    detail: { bookingId: "B123", metadata: { version } },
  });
  return [1, 2, 3].filter((version) => matches(pattern, event(version)));
}

/** The inputs of each resource as JSON, without a function's code. */
function inputsByName({ resources }: MockedStack): Map<string, string> {
  return new Map(resources.map(({ name, inputs }) => [name, JSON.stringify({ ...inputs, code: undefined })]));
}

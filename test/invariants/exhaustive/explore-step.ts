import { afterAll, beforeAll } from "vitest";
import { createHarness, type Harness } from "../in-process/harness.ts";
import { type Budget, expectInvariants, raceAmong, type Story } from "../stories.ts";

type Options = Parameters<typeof expectInvariants>[3];

/** Explores the handlers of one step; for a `describe` of its own. The test file must mock `node:crypto`'s randomUUID. */
export function exploreStep(step: number) {
  let harness: Harness;
  beforeAll(async () => {
    harness = await createHarness(step);
  });
  afterAll(() => harness?.[Symbol.dispose]());

  const explored = {
    expect: (title: string, scenario: Story & Budget, options?: Options) =>
      expectInvariants(harness.space, `step ${step}, ${title}`, scenario, options),

    holds: (title: string, story: Story, budget: Budget) => explored.expect(title, { ...story, ...budget }),

    /** Explores only the runs of these functions: before them, everything happens once and in order. */
    race: async (title: string, deliveries: Story["deliveries"], functions: string[], budget: Budget) => {
      const { scenario, initial } = await raceAmong(harness.space, deliveries, functions, budget);
      await explored.expect(title, scenario, { initial });
    },
  };
  return explored;
}

import { expect, test } from "vitest";
import type { TestFinding, TestReport } from "./test-report.ts";
import { runInTurn } from "./tests-in-turn.ts";

const infra = "steps/04-seat-assignment/infra.test.ts";
const unit = "services/seat-assignment/assign/assign.test.ts";
const flow = "steps/04-seat-assignment/flow.test.ts";
const exercises = [
  { number: "4.1", provedBy: [infra] },
  { number: "4.3", provedBy: [unit, flow] },
];

test("runs the flow tests after the quicker ones", async () => {
  const { runs, report } = await checked({});

  expect(runs).toEqual([[infra, unit], [flow]]);
  expect(report.tests).toHaveLength(3);
});

test("runs no flow test of an exercise that a quicker test shows to be wrong", async () => {
  expect((await checked({ [unit]: "4.3 takes the seat" })).runs).toEqual([[infra, unit]]);
  expect((await checked({ [infra]: "4.1 creates the target" })).runs).toEqual([[infra, unit], [flow]]);
});

test("runs no flow test of an exercise whose tests could not run", async () => {
  expect((await checked({}, [unit])).runs).toEqual([[infra, unit]]);
});

/** The files of each run, and the report. `failed` has titles by file. */
async function checked(failed: Record<string, string>, broken: string[] = []) {
  const runs: string[][] = [];
  const report = await runInTurn(exercises, async (files): Promise<TestReport> => {
    runs.push(files);
    const tests = files.map(
      (file): TestFinding => ({
        file,
        title: failed[file] ?? "",
        state: failed[file] ? "failed" : "passed",
        errors: [],
      }),
    );
    const fileErrors = broken
      .filter((file) => files.includes(file))
      .map((file) => ({ file, error: { message: "it threw", places: [] } }));
    return { tests, fileErrors };
  });
  return { runs, report };
}

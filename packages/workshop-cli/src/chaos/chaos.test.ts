import { type Control, createControl } from "@event-choreography/local-cloud/control";
import { beforeAll, describe, expect, test } from "vitest";
import { type DeployedCloud, sharedCloud } from "../../../../test/support/local-stack.ts";
import type { Connection } from "../connection/connection.ts";
import { describeExplanation } from "./describe.ts";
import type { Lab, Outcome } from "./lab.ts";
import type { LabTime } from "./lab-time.ts";
import { findLab, labs } from "./labs.ts";
import { runLab } from "./run-lab.ts";

describe("a lab", () => {
  const byStep = { 8: openLabs(8), 9: openLabs(9) };
  // The SDK waits in system time while the function is throttled, so this lab runs in its own clouds, in parallel.
  const throttled = findLab("throttled")!;
  const inParallel = { 8: openLabs(8), 9: openLabs(9) };
  let throttledOutcomes: Promise<Outcome[][]>;
  beforeAll(() => {
    throttledOutcomes = outcomesOfBoth(throttled, inParallel);
    // The test that awaits it reports a failure.
    throttledOutcomes.catch(() => {});
  });
  const inOrder = [...labs.filter((lab) => lab !== throttled), throttled];

  test.each(inOrder)("$name has the stated outcome, with the handlers of step 8 and of step 9", async (lab) => {
    const [outcomes8, outcomes9] = await (lab === throttled ? throttledOutcomes : outcomesOfBoth(lab, byStep));

    expect(answersOf(lab, outcomes8!), `step 8: ${inFull(outcomes8!)}`).toEqual([lab.correctAnswers[8]]);
    expect(answersOf(lab, outcomes9!), `step 9: ${inFull(outcomes9!)}`).toEqual([lab.correctAnswers[9]]);
    if (lab.name === "twice") {
      expect(outcomes8, "the numbers in its explanation").toMatchObject([{ charges: 2, tickets: 8, messages: 16 }]);
    }
    for (const { control } of Object.values(lab === throttled ? inParallel : byStep)) {
      expect((await control.faults()).faults, "its faults are cleared").toEqual([]);
    }
  });

  test("clears its own faults if it is ended early, and leaves other faults alone", async () => {
    const { stack, connection, control, time } = byStep[9];
    const mine = await control.addFault({ kind: "slow", function: "nobody", ms: 1 });
    const ended = { ...time, untilIdle: () => Promise.reject(new Error("ended")) };

    await expect(runLab(findLab("twice")!, { connection, control, time: ended })).rejects.toThrow("ended");

    expect((await control.faults()).faults.map(({ id }) => id)).toEqual([mine.id]);
    await control.removeFaults();
    await stack.settle();
  });
});

test("a run with earlier handlers does not tell what step 9 changes: chapter 9 asks that", () => {
  for (const lab of labs.filter(({ from9 }) => from9 !== undefined)) {
    const told = (step: number) => describeExplanation(lab, [{ step, outcomes: [] }]).join(" ");
    expect(told(8)).not.toContain(lab.from9!.slice(0, 30));
    expect(told(9)).toContain(lab.from9!.slice(0, 30));
  }
});

test("finds a lab by number or name", () => {
  expect(findLab("1")).toBe(labs[0]);
  expect(findLab("crash")).toMatchObject({ name: "crash" });
  expect([findLab("0"), findLab("99"), findLab("nothing")]).toEqual([undefined, undefined, undefined]);
});

interface OpenLabs {
  stack: DeployedCloud;
  connection: Connection;
  control: Control;
  time: LabTime;
}

/** A cloud with steps 1 to `step` deployed, and what a lab needs from it. */
function openLabs(step: 8 | 9): OpenLabs {
  const stack = sharedCloud({ step });
  const open = { stack } as OpenLabs;
  beforeAll(() => {
    const { cloud, outputs } = stack;
    const tables = Object.entries(outputs).flatMap(([name, value]) => (name.endsWith("Table") ? [value] : []));
    open.connection = {
      isLocal: true,
      outputs: { ...outputs, step, region: "us-east-1", tables } as unknown as Connection["outputs"],
      client: { region: "us-east-1", endpoint: cloud.endpoint, credentials: cloud.credentials },
    };
    open.control = createControl(cloud);
    open.time = {
      pause: () => stack.clock.advance(10),
      untilIdle: () => stack.settle(),
    };
  });
  return open;
}

/** The lab's outcomes with the handlers of step 8, then of step 9. */
function outcomesOfBoth(lab: Lab, byStep: Record<8 | 9, OpenLabs>): Promise<Outcome[][]> {
  const each = [byStep[8], byStep[9]];
  return Promise.all(each.map(({ connection, control, time }) => runLab(lab, { connection, control, time })));
}

/** The letters of the answers that hold. */
function answersOf({ answers }: Lab, outcomes: readonly Outcome[]): string[] {
  return answers.filter(({ holds }) => holds(outcomes)).map(({ letter }) => letter);
}

function inFull(outcomes: readonly Outcome[]): string {
  return JSON.stringify(outcomes, null, 2);
}

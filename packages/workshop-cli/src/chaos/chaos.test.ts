import { type Control, createControl } from "@event-choreography/local-cloud/control";
import { beforeAll, describe, expect, test } from "vitest";
import { type DeployedCloud, sharedCloud } from "../../../../test/support/local-stack.ts";
import type { Connection } from "../connection/connection.ts";
import type { Lab, Outcome } from "./lab.ts";
import type { LabTime } from "./lab-time.ts";
import { findLab, labs } from "./labs.ts";
import { runLab } from "./run-lab.ts";

describe("a lab", () => {
  const underStep = { 8: openLabs(8), 9: openLabs(9) };
  // What a throttled function does is wait, by the machine's time, as the SDK does: beside the others, in clouds of its own.
  const throttled = findLab("throttled")!;
  const aside = { 8: openLabs(8), 9: openLabs(9) };
  let throttledOutcomes: Promise<Outcome[][]>;
  beforeAll(() => {
    throttledOutcomes = outcomesUnderBoth(throttled, aside);
    // Whoever waits for it hears of a failure.
    throttledOutcomes.catch(() => {});
  });
  const inOrder = [...labs.filter((lab) => lab !== throttled), throttled];

  test.each(inOrder)("$name comes out as it says, under the handlers of either step", async (lab) => {
    const [under8, under9] = await (lab === throttled ? throttledOutcomes : outcomesUnderBoth(lab, underStep));

    expect(answersOf(lab, under8!), `step 8: ${inFull(under8!)}`).toEqual([lab.holdsUnder[8]]);
    expect(answersOf(lab, under9!), `step 9: ${inFull(under9!)}`).toEqual([lab.holdsUnder[9]]);
    if (lab.name === "twice") {
      expect(under8, "as its explanation counts").toMatchObject([{ charges: 2, tickets: 8, messages: 16 }]);
    }
    for (const { control } of Object.values(lab === throttled ? aside : underStep)) {
      expect((await control.faults()).faults, "what was switched on is off again").toEqual([]);
    }
  });

  test("switches its faults off if it is ended early, and leaves those of others alone", async () => {
    const { stack, connection, control, time } = underStep[9];
    const mine = await control.addFault({ kind: "slow", function: "nobody", ms: 1 });
    const ended = { ...time, rest: () => Promise.reject(new Error("ended")) };

    await expect(runLab(findLab("twice")!, { connection, control, time: ended })).rejects.toThrow("ended");

    expect((await control.faults()).faults.map(({ id }) => id)).toEqual([mine.id]);
    await control.removeFaults();
    await stack.settle();
  });
});

test("finds a lab by its number or its name", () => {
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

/** A cloud with the stack as of `step`, and what a lab needs of it. */
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
      rest: async (look) => {
        await stack.settle();
        return await look();
      },
    };
  });
  return open;
}

/** Under the handlers of step 8, and of step 9. */
function outcomesUnderBoth(lab: Lab, underStep: Record<8 | 9, OpenLabs>): Promise<Outcome[][]> {
  const each = [underStep[8], underStep[9]];
  return Promise.all(each.map(({ connection, control, time }) => runLab(lab, { connection, control, time })));
}

/** The answers that are right, by their letters. */
function answersOf({ answers }: Lab, outcomes: readonly Outcome[]): string[] {
  return answers.filter(({ holds }) => holds(outcomes)).map(({ letter }) => letter);
}

function inFull(outcomes: readonly Outcome[]): string {
  return JSON.stringify(outcomes, null, 2);
}

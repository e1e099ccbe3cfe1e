import { beforeAll, describe, expect, test } from "vitest";
import { sharedCloud } from "../../test/support/local-stack.ts";
import type { Connection } from "../connection/connection.ts";
import { type LocalControl, localControl } from "../connection/local-control.ts";
import type { LabTime } from "./lab-time.ts";
import { findLab, labs } from "./labs.ts";
import { runLab } from "./run-lab.ts";

describe.each([8, 9] as const)("under step %i's handlers", (step) => {
  const stack = sharedCloud({ step });
  let connection: Connection;
  let control: LocalControl;
  let time: LabTime;

  beforeAll(() => {
    const { cloud, outputs } = stack;
    const tables = Object.entries(outputs).flatMap(([name, value]) => (name.endsWith("Table") ? [value] : []));
    connection = {
      isLocal: true,
      outputs: { ...outputs, step, region: "us-east-1", tables } as unknown as Connection["outputs"],
      client: { region: "us-east-1", endpoint: cloud.endpoint, credentials: cloud.credentials },
    };
    control = localControl(cloud);
    time = {
      pause: () => stack.clock.advance(10),
      rest: async (look) => {
        await stack.settle();
        return await look();
      },
    };
  });

  test.each(labs.map((lab) => ({ lab, letter: lab.holdsUnder[step] })))(
    "$lab.name: what happens is answer $letter",
    async ({ lab, letter }) => {
      const outcomes = await runLab(lab, { connection, control, time });

      const holding = lab.answers.filter(({ holds }) => holds(outcomes)).map((answer) => answer.letter);
      expect(holding, JSON.stringify(outcomes, null, 2)).toEqual([letter]);
      if (step === 8 && lab.name === "twice") {
        expect(outcomes, "as its explanation counts").toMatchObject([{ charges: 2, tickets: 8, messages: 16 }]);
      }
      expect((await control.faults()).faults, "what was switched on is off again").toEqual([]);
    },
  );

  test("switches its faults off if it is ended early, and leaves those of others alone", async () => {
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

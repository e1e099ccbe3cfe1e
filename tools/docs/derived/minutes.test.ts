import { readStepNotes } from "@event-choreography/workshop-cli/exercises";
import { root } from "@event-choreography/workshop-cli/working-copy";
import { expect, test } from "vitest";
import { professionalsTable } from "./minutes.ts";

test("the path for professionals names every exercise of steps 7 to 14 once, and takes five hours", async () => {
  const table = await professionalsTable(root);
  const rows = [...table.matchAll(/^\| \[(\d+)\].*\| (\d+) \|$/gm)];
  const named = [...table.matchAll(/\b\d+\.\d\b/g)].map(([id]) => id);

  expect(rows.map(([, step]) => Number(step))).toEqual([7, 8, 9, 10, 11, 12, 13, 14]);
  const notes = await Promise.all(rows.map(([, step]) => readStepNotes(Number(step))));
  expect(named.sort()).toEqual(notes.flatMap(Object.keys).sort());
  const minutes = rows.reduce((sum, [, , time]) => sum + Number(time), 0);
  expect(Math.abs(minutes - 300), `${minutes} minutes`).toBeLessThanOrEqual(10);
  expect(table).toContain("about 5 hours");
});

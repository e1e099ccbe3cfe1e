import { readStepNotes } from "@event-choreography/workshop-cli/exercises";
import { root } from "@event-choreography/workshop-cli/working-copy";
import { expect, test } from "vitest";
import { professionalsTable, readingMinutes } from "./minutes.ts";

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

test("reading takes as long as its words and commands, without those of the exercises and of what is derived", () => {
  const words = (count: number) => "word ".repeat(count);
  const commands = (count: number) =>
    `\n\n\`\`\`console\n${"$ npx workshop check\nthree words printed\n".repeat(count)}\`\`\`\n`;
  const derived = `<!-- derived: flow 2 -->\n${words(1500)}\n<!-- /derived -->\n`;
  const chapter = [
    `# Step 2: Title\n\n${words(746)}\n`,
    `## Begin\n\n${derived}${words(749)}${commands(10)}\n`,
    `## 2.1 Do this\n\n${words(1500)}${commands(20)}\n`,
  ].join("\n");

  expect(readingMinutes(chapter)).toBe(1500 / 150 + 10 / 2);
  expect(readingMinutes(chapter, ["Begin"])).toBe(10);
  expect(readingMinutes("## Begin\n")).toBe(5);
});

import { fencesOf } from "../markdown.ts";
import { changes } from "./changes.ts";
import { flow } from "./flow.ts";
import { growth } from "./growth.ts";
import { minutes, professionalsTable, stepsTable } from "./minutes.ts";
import { states } from "./states.ts";
import { timetable } from "./timetable.ts";

/** Generators of blocks, by name. <!-- derived: changes 3 --> calls `changes` with the argument "3". */
const generators: Record<string, (root: string, argument: string) => Promise<string>> = {
  /** changes 3: the resources that step 3 creates and updates. */
  changes: async (_, step) => changes(await growth(), Number(step)),
  /** flow 3: a diagram of the functions and events after step 3. */
  flow: async (_, step) => flow(await growth(), Number(step)),
  /** minutes 3: the time that step 3 takes. */
  minutes: async (root, step) => minutes(root, Number(step)),
  /** professionals: the sections of steps 7 to 14 that a professional reads and does. */
  professionals: async (root) => professionalsTable(root),
  /** states: a diagram of a booking's states. */
  states: async () => states(),
  /** steps: a table of all steps. */
  steps: async (root) => stepsTable(root),
  /** timetable 2: the second day of a class. */
  timetable: async (root, day) => timetable(root, Number(day)),
};

const block = /^<!-- derived: (\w+)(?: ([^\n]*?))? -->\n(?:[\s\S]*?\n)??<!-- \/derived -->$/gm;

/** Regenerates every derived block. @throws Error with the name of a block that has no generator */
export async function syncDerived(root: string, text: string): Promise<string> {
  let result = "";
  let end = 0;
  const examples = fencesOf(text).map(({ content }) => content);
  for (const match of text.matchAll(block)) {
    // An example of such a block inside a fence.
    if (examples.some((content) => content.includes(match[0]))) continue;
    const [whole, name = "", argument = ""] = match;
    const generate = generators[name];
    if (!generate) throw new Error(`Unknown derived block "${name}". Use ${Object.keys(generators).join(", ")}.`);
    const [opening = ""] = whole.split("\n", 1);
    result += `${text.slice(end, match.index)}${opening}\n\n${await generate(root, argument)}\n\n<!-- /derived -->`;
    end = match.index + whole.length;
  }
  return result + text.slice(end);
}

import { fencesOf } from "../markdown.ts";
import { changes } from "./changes.ts";
import { flow } from "./flow.ts";
import { growth } from "./growth.ts";
import { minutes, stepsTable } from "./minutes.ts";
import { states } from "./states.ts";

/**
 * What stands between <!-- derived: changes 3 --> and <!-- /derived --> is made from the program,
 * never typed. Each maker gets what stands behind its name.
 */
const makers: Record<string, (root: string, argument: string) => Promise<string>> = {
  /** changes 3: what step 3 creates and updates. */
  changes: async (_, step) => changes(await growth(), Number(step)),
  /** flow 3: the picture of what is there after step 3. */
  flow: async (root, step) => flow(root, await growth(), Number(step)),
  /** minutes 3: of the exercises, and all together. */
  minutes: async (_, step) => minutes(Number(step)),
  /** states: a booking's life. */
  states: async () => states(),
  /** steps: the table of all steps. */
  steps: async (root) => stepsTable(root),
};

const block = /^<!-- derived: (\w+)(?: ([^\n]*?))? -->\n(?:[\s\S]*?\n)??<!-- \/derived -->$/gm;

/** The text with every derived block made anew. @throws Error that names a block that nothing can be made for. */
export async function syncDerived(root: string, text: string): Promise<string> {
  let result = "";
  let end = 0;
  const examples = fencesOf(text).map(({ content }) => content);
  for (const match of text.matchAll(block)) {
    // A page that explains such blocks shows one.
    if (examples.some((content) => content.includes(match[0]))) continue;
    const [whole, name = "", argument = ""] = match;
    const make = makers[name];
    if (!make) throw new Error(`Nothing is derived as "${name}"; there are ${Object.keys(makers).join(", ")}.`);
    const [opening = ""] = whole.split("\n", 1);
    result += `${text.slice(end, match.index)}${opening}\n\n${await make(root, argument)}\n\n<!-- /derived -->`;
    end = match.index + whole.length;
  }
  return result + text.slice(end);
}

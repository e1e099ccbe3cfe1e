import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../root.ts";
import { readOriginals } from "../working-copy/originals.ts";

// Read, not imported: an import would load the program with all of Pulumi.
const list = "steps/index.ts";
const names = namesIn(join(root, list));

/** Falls back to the original: if the learner deleted or emptied the file, `reset` must still work. */
function namesIn(file: string): string[] {
  const own = existsSync(file) ? readFileSync(file, "utf8") : "";
  return findNames(own) ?? findNames(readOriginals(root).get(list) ?? "") ?? [];
}

function findNames(text: string): string[] | undefined {
  const found = [...text.matchAll(/^\s*\.add\("([^"]+)"/gm)].map(([, name]) => name!);
  return found.length > 0 ? found : undefined;
}

/** A step's folder, relative to the root: "steps/03-payment". */
export function folderOfStep(step: number): string {
  return `steps/${nameOfStep(step)}`;
}

/** "03-payment" */
export function nameOfStep(step: number): string {
  const found = names[step - 1];
  if (!found) throw new RangeError(`There is no step ${step}.`);
  return found;
}

export const lastStep: number = names.length;

/** The last step with exercises. A step of your own comes after it. */
export const lastTaughtStep: number =
  names.findLastIndex((name) => existsSync(join(root, "steps", name, "exercises.ts"))) + 1;

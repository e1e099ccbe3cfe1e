import { invalidPattern } from "./invalid-pattern.ts";

/** Returns the values that a selector names in a document: none, one, or several with a wildcard. */
export type Select = (document: unknown) => unknown[];

const step = /\.([A-Za-z0-9_\-/*@]+)|\[(\d+|\*)\]|\.?\['([^']+)'\]/y;

/** `$.detail.items[0]['a name']`, with `*` for every member or element. */
export function parseSelector(selector: string): Select {
  if (!selector.startsWith("$") || selector === "$") {
    throw invalidPattern(`expected a selector such as $.detail but found '${selector}'`);
  }
  const steps: string[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < selector.length) {
    const match = step.exec(selector);
    if (!match) throw invalidPattern(`'${selector}' is not a selector such as $.detail or $.items[0]`);
    steps.push(match[1] ?? match[2] ?? match[3]!);
  }
  return (document) =>
    steps.reduce<unknown[]>((values, name) => values.flatMap((value) => membersOf(value, name)), [document]);
}

function membersOf(value: unknown, name: string): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (name === "*") return Object.values(value);
  return Object.hasOwn(value, name) ? [(value as Record<string, unknown>)[name]] : [];
}

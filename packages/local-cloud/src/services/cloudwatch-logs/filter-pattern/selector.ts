import { invalidPattern } from "./invalid-pattern.ts";

/** Gives the values that a selector names in a document: none, one, or with a wildcard several. */
export type Select = (document: unknown) => unknown[];

const step = /\.([A-Za-z0-9_\-/*@]+)|\[(\d+|\*)\]|\.?\['([^']+)'\]/y;

/** `$.detail.items[0]['a name']`, with `*` for every member or element. */
export function parseSelector(text: string): Select {
  if (!text.startsWith("$") || text === "$") {
    throw invalidPattern(`expected a selector such as $.detail and found '${text}'`);
  }
  const steps: string[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const match = step.exec(text);
    if (!match) throw invalidPattern(`'${text}' is no selector such as $.detail or $.items[0]`);
    steps.push(match[1] ?? match[2] ?? match[3]!);
  }
  return (document) =>
    steps.reduce<unknown[]>((values, name) => values.flatMap((value) => down(value, name)), [document]);
}

function down(value: unknown, name: string): unknown[] {
  if (typeof value !== "object" || value === null) return [];
  if (name === "*") return Object.values(value);
  return Object.hasOwn(value, name) ? [(value as Record<string, unknown>)[name]] : [];
}

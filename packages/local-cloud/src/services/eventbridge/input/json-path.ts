/**
 * A JSON path that EventBridge accepts ("Amazon EventBridge input transformation"): dot notation
 * from $, with names of letters, digits, dashes, underscores and slashes, [n] for one element of a
 * list, and [*] or .* for every element of a list or object.
 */
export type JsonPath = readonly PathStep[];

type PathStep = { member: string } | { index: number } | "every element";

const step = /\.([A-Za-z0-9_/-]+)|\[(\d+)\]|\[\*\]|\.\*/y;

/** The parsed path, or undefined if `text` is not a valid path. */
export function parseJsonPath(text: string): JsonPath | undefined {
  if (!text.startsWith("$")) return undefined;
  const steps: PathStep[] = [];
  step.lastIndex = 1;
  while (step.lastIndex < text.length) {
    const found = step.exec(text);
    if (!found) return undefined;
    if (found[1] !== undefined) steps.push({ member: found[1] });
    else if (found[2] !== undefined) steps.push({ index: Number(found[2]) });
    else steps.push("every element");
  }
  return steps;
}

/** What the path selects in `value`; undefined if it selects nothing. */
export function follow(path: JsonPath, value: unknown): unknown {
  const [first, ...rest] = path;
  if (first === undefined) return value;
  if (first === "every element") {
    if (typeof value !== "object" || value === null) return undefined;
    return Object.values(value)
      .map((element) => follow(rest, element))
      .filter((found) => found !== undefined);
  }
  if ("index" in first) return Array.isArray(value) ? follow(rest, value[first.index]) : undefined;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  if (!Object.hasOwn(value, first.member)) return undefined;
  return follow(rest, (value as Record<string, unknown>)[first.member]);
}

/** A part of a parsed update: what happens to the value at a path. */
interface Section {
  type: "set" | "remove" | "add" | "delete";
  path: Path;
  val?: unknown;
}

type Path = Array<string | number>;

const copied = new WeakSet<object>();

/**
 * Makes dynalite apply a parsed update to the item as it was before ("Update expressions in DynamoDB"): indexes of removed
 * list elements are those from before, and a value that is set from another attribute is a copy of it.
 */
export function prepareUpdate({ _updates }: { _updates?: { sections: Section[] } }): void {
  if (!_updates) return;
  const { sections } = _updates;
  const removed = sections.filter(({ type }) => type === "remove").sort((one, other) => order(other.path, one.path));
  _updates.sections = [...sections.filter(({ type }) => type !== "remove"), ...removed];
  for (const { type, val } of sections) if (type === "set") markPaths(val);
}

/** Whether the value at this path is set elsewhere, so that it must be copied. */
export function isCopied(path: Path): boolean {
  return copied.has(path);
}

function order(one: Path, other: Path): number {
  for (const [at, part] of one.entries()) {
    const against = other[at];
    if (against === undefined) return 1;
    if (part === against) continue;
    if (typeof part === "number" && typeof against === "number") return part - against;
    return String(part) < String(against) ? -1 : 1;
  }
  return one.length - other.length;
}

/** A path is an array; in the operands of functions and operators there may be paths too. */
function markPaths(value: unknown): void {
  if (Array.isArray(value)) copied.add(value);
  else for (const arg of (value as { args?: unknown[] } | undefined)?.args ?? []) markPaths(arg);
}

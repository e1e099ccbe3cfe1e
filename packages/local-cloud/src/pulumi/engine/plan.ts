import { isMap, isSecret, type PropertyMap, type PropertyValue, unknown } from "../property-values/values.ts";
import { isProviderType, urnParts } from "./urn.ts";

export type PlanOperation = "create" | "update" | "replace" | "delete" | "same" | "read" | "import";

/** What a deployment does, or would do, with one resource. */
export interface PlannedResource {
  urn: string;
  type: string;
  /** The logical name. */
  name: string;
  op: PlanOperation;
  /** For an update or a replacement: where old and new inputs differ. */
  diffs: PlannedChange[];
}

export interface PlannedChange {
  /** E.g. environment.variables.BUS. */
  path: string;
  /** Whether this change needs a replacement. */
  replaces: boolean;
  /** Undefined if there was none. Secrets are "[secret]". */
  old?: PropertyValue;
  /** Undefined if there will be none. Unknown values are "[unknown]". */
  new?: PropertyValue;
}

/** The number of resources by operation. As with the CLI, the stack and its components count, default providers do not. */
export type PlanSummary = Record<PlanOperation, number>;

export function summarize(resources: readonly PlannedResource[]): PlanSummary {
  const summary: PlanSummary = { create: 0, update: 0, replace: 0, delete: 0, same: 0, read: 0, import: 0 };
  for (const { op } of resources) summary[op]++;
  return summary;
}

export function isDefaultProvider(urn: string): boolean {
  const { type, name } = urnParts(urn);
  return isProviderType(type) && name.startsWith("default");
}

/** The values at a path before and after, for display. */
export function changeAt(path: string, replaces: boolean, olds: PropertyMap, news: PropertyMap): PlannedChange {
  const change: PlannedChange = { path, replaces };
  const [before, after] = [valueAt(olds, path), valueAt(news, path)];
  if (before !== undefined) change.old = before;
  if (after !== undefined) change.new = after;
  return change;
}

const step = /\[(\d+)\]|\["([^"]*)"\]|([^.[\]]+)/g;

function valueAt(map: PropertyMap, path: string): PropertyValue | undefined {
  let value: PropertyValue | undefined = map;
  for (const [, index, quoted, name] of path.matchAll(step)) {
    // A path into a secret.
    if (isSecret(value)) return "[secret]";
    if (Array.isArray(value)) value = value[Number(index)];
    else if (isMap(value)) value = value[quoted ?? name ?? index!];
    else return undefined;
  }
  return value === undefined ? undefined : shown(value);
}

/** The value for display: without secrets, and with a word for unknown values. */
export function shown(value: PropertyValue): PropertyValue {
  if (isSecret(value)) return "[secret]";
  if (value === unknown) return "[unknown]";
  if (Array.isArray(value)) return value.map(shown);
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shown(member)]));
}

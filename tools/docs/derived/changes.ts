import type { DeployedResource, Growth } from "./growth.ts";

/** A table with more rows shows resources of the same kind in one row. */
const mostRows = 20;
/** So many resources of a kind share a row. */
const fewestShared = 3;

/** A table of the resources that a step creates and updates. */
export function changes(growth: ReadonlyMap<number, Growth>, step: number): string {
  const { changed, resources } = requireStep(growth, step);
  const rows = changed.map(({ op, type, name, diffs }): Row => {
    const properties = [...new Set(diffs.map(({ path }) => path.split(/[.[]/)[0]!))];
    const what = op === "create" ? "created" : `${op}d: ${properties.map((property) => `\`${property}\``).join(", ")}`;
    return { what, type: displayType(type), names: [name], physical: [physicalName(resources, type, name)] };
  });
  const shown = rows.length > mostRows ? grouped(rows) : rows;
  return [
    "| | Resource | Logical name | Physical name |",
    "| --- | --- | --- | --- |",
    ...shown.map((row) => `| ${row.what} | ${typeAndCount(row)} | ${inOne(row.names)} | ${inOne(row.physical)} |`),
  ].join("\n");
}

/** Resources that were changed in the same way. */
interface Row {
  /** E.g. "created". */
  what: string;
  type: string;
  /** Their logical names. */
  names: string[];
  /** Their physical names; empty for those that Pulumi generates. */
  physical: string[];
}

/** One row for resources of one type whose names end with the same word, and one for the others of that type. */
function grouped(rows: readonly Row[]): Row[] {
  const typeOf = ({ what, type }: Row) => `${what} ${type}`;
  const kindOf = (row: Row) => `${typeOf(row)} ${row.names[0]!.split("-").at(-1)}`;
  const kinds = groupBy(rows, kindOf);
  const keyOf = (row: Row) => (kinds.get(kindOf(row))!.length < fewestShared ? typeOf(row) : kindOf(row));
  return [...groupBy(rows, keyOf).values()].map((group) => ({
    ...group[0]!,
    names: group.flatMap(({ names }) => names),
    physical: group.flatMap(({ physical }) => physical),
  }));
}

function groupBy(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) groups.set(keyOf(row), [...(groups.get(keyOf(row)) ?? []), row]);
  return groups;
}

function typeAndCount({ type, names }: Row): string {
  return names.length === 1 ? type : `${names.length} × ${type}`;
}

/** The names; or of many names, what they have in common: `…-queue`. */
function inOne(names: readonly string[]): string {
  const start = sharedStart(names);
  const end = reversed(sharedStart(names.map(reversed)));
  const isList = names.length < fewestShared || start + end === "";
  const shown = isList ? names.filter(Boolean) : [`${start}…${end}`];
  return shown.map((name) => `\`${name}\``).join(", ");
}

function sharedStart(names: readonly string[]): string {
  const [first = ""] = names;
  let length = first.length;
  while (!names.every((name) => name.startsWith(first.slice(0, length)))) length--;
  return first.slice(0, length);
}

function reversed(name: string): string {
  return [...name].reverse().join("");
}

export function requireStep(growth: ReadonlyMap<number, Growth>, step: number): Growth {
  const found = growth.get(step);
  if (!found) throw new Error(`There is no step ${step}.`);
  return found;
}

/** The type as it is written in the program: `aws.cloudwatch.EventRule` for aws:cloudwatch/eventRule:EventRule. */
function displayType(type: string): string {
  const [provider, module = "", name] = type.split(":");
  return provider === "aws" ? `\`aws.${module.split("/")[0]}.${name}\`` : `the component \`${name}\``;
}

function physicalName(resources: readonly DeployedResource[], type: string, name: string): string {
  const found = resources.find((resource) => resource.type === type && nameOf(resource) === name);
  const physical = found?.inputs.name;
  // Without a name in the program, Pulumi generates a random one.
  const isGenerated = typeof physical !== "string" || /-[0-9a-f]{7}$/.test(physical);
  return isGenerated ? "" : physical;
}

/** The logical name, which is the last part of the URN. */
function nameOf({ urn }: DeployedResource): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

import type { PropertyValue } from "../property-values/values.ts";
import type { Deployed } from "./open-stack.ts";
import type { PlannedChange, PlannedResource, PlanOperation, PlanSummary } from "./plan.ts";

/** Colors a line of a plan by its operation. */
export type Paint = (text: string, op: PlanOperation) => string;

const signs: Record<PlanOperation, string> = {
  create: "+",
  update: "~",
  replace: "+-",
  delete: "-",
  same: " ",
  read: ">",
  import: "=",
};

/**
 * Formats a plan: a line for each resource that changes, the properties that differ below it, and a summary.
 *
 * @param options.paint Default: no color.
 */
export function renderPlan(deployed: Pick<Deployed, "resources" | "summary">, options: { paint?: Paint } = {}): string {
  const paint = options.paint ?? ((text) => text);
  const changed = deployed.resources.filter(({ op }) => op !== "same");
  const width = Math.max(0, ...changed.map(({ type }) => shortType(type).length));
  const lines = changed.flatMap((resource) => resourceLines(resource, width, paint));
  return [...lines, ...(lines.length > 0 ? [""] : []), summaryLine(deployed.summary)].join("\n");
}

function resourceLines(resource: PlannedResource, width: number, paint: Paint): string[] {
  const { op, type, name, diffs } = resource;
  const head = `${signs[op].padEnd(2)} ${shortType(type).padEnd(width)}  ${name}`;
  const pathWidth = Math.max(0, ...diffs.map(({ path }) => path.length));
  return [paint(head, op), ...diffs.map((change) => paint(changeLine(change, pathWidth), op))];
}

function changeLine(change: PlannedChange, width: number): string {
  const sign = change.old === undefined ? "+" : change.new === undefined ? "-" : "~";
  const values = [change.old, change.new].filter((value) => value !== undefined).map(valueText);
  const note = change.replaces ? "  (replaces)" : "";
  return `     ${sign} ${change.path.padEnd(width)}  ${values.join(" => ")}${note}`;
}

function valueText(value: PropertyValue): string {
  if (value === "[secret]" || value === "[unknown]") return value;
  const text = JSON.stringify(value);
  return text.length > 120 ? `${text.slice(0, 117)}...` : text;
}

/** As the CLI prints it: aws:iam:Role for aws:iam/role:Role. */
function shortType(type: string): string {
  const [packageName, module = "", name = ""] = type.split(":");
  return `${packageName}:${module.split("/")[0]}:${name}`;
}

function summaryLine(summary: PlanSummary): string {
  const words: Array<[PlanOperation, string]> = [
    ["create", "to create"],
    ["import", "to import"],
    ["update", "to update"],
    ["replace", "to replace"],
    ["delete", "to delete"],
    ["same", "unchanged"],
  ];
  const parts = words.filter(([op]) => summary[op] > 0).map(([op, word]) => `${summary[op]} ${word}`);
  return parts.join(", ") || "nothing to do";
}

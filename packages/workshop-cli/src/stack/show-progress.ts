import type { DeploymentEvent, PlannedResource, PlanOperation } from "@event-choreography/local-cloud/pulumi";
import { clearStatus, duration, note, paint, say, status, table } from "../terminal/output.ts";
import type { Deployment } from "./deploy.ts";

const verbs: Partial<Record<PlanOperation, string>> = {
  create: "created",
  update: "updated",
  replace: "replaced",
  delete: "deleted",
};

/** Shows a deployment's progress, and at its end what it changed. */
export function showProgress({ quiet }: { quiet: boolean }) {
  let done = 0;
  const onEvent = (event: DeploymentEvent) => {
    if (quiet) return;
    if (event.kind === "log" && event.severity !== "debug") note(event.message);
    if (event.kind !== "resource" || event.phase !== "end" || event.op === "same") return;
    done++;
    // A counter, only on a terminal, which can rewrite the line.
    status(`${done} resources ...`);
  };
  const sayResult = (deployment: Deployment) => {
    if (done > 0) clearStatus();
    for (const line of changedResources(deployment.resources)) say(line);
    say(summaryInWords(deployment));
  };
  return { onEvent, sayResult };
}

function changedResources(resources: readonly PlannedResource[]): string[] {
  const changed = resources.filter(({ op, type }) => verbs[op] && type !== "pulumi:pulumi:Stack");
  return table(changed.map(({ op, type, name }) => [paintOperation(verbs[op]!, op), shortType(type), name]));
}

/** The number of resources created, updated and so on, with the duration. */
export function summaryInWords({ summary, ms }: Deployment): string {
  const parts = (Object.keys(verbs) as PlanOperation[])
    .filter((op) => summary[op] > 0)
    .map((op) => `${summary[op]} ${verbs[op]}`);
  if (summary.same > 0) parts.push(`${summary.same} unchanged`);
  return `${parts.join(", ") || "Nothing is deployed"} (${duration(ms)})`;
}

export function paintOperation(text: string, op: PlanOperation): string {
  if (op === "create") return paint.green(text);
  if (op === "update" || op === "replace") return paint.yellow(text);
  return op === "delete" ? paint.red(text) : text;
}

/** EventRule for aws:cloudwatch/eventRule:EventRule. */
function shortType(type: string): string {
  return type.split(":").at(-1) ?? type;
}

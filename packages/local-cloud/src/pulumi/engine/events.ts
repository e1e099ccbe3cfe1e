import type { Problem } from "./errors.ts";
import type { PlanOperation } from "./plan.ts";

/** An event of a deployment in progress. */
export type DeploymentEvent =
  | { kind: "resource"; phase: "begin" | "end"; urn: string; type: string; name: string; op: PlanOperation }
  | { kind: "problem"; problem: Problem }
  /** A message from the program, or from the engine about it. */
  | { kind: "log"; severity: "debug" | "info" | "warning" | "error"; message: string; urn?: string };

export type OnEvent = (event: DeploymentEvent) => void;

import type { Problem } from "./errors.ts";
import type { PlanOperation } from "./plan.ts";

/** What a deployment tells while it runs. */
export type DeploymentEvent =
  | { kind: "resource"; phase: "begin" | "end"; urn: string; type: string; name: string; op: PlanOperation }
  | { kind: "problem"; problem: Problem }
  /** What the program, or the engine about it, has to say. */
  | { kind: "log"; severity: "debug" | "info" | "warning" | "error"; message: string; urn?: string };

export type OnEvent = (event: DeploymentEvent) => void;

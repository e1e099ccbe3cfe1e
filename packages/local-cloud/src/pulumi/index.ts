/**
 * The Pulumi provider for package `aws`, whose resources are in the local cloud, and an embedded engine that stands in for
 * the Pulumi CLI.
 */

export { InitFailedError, ProviderError } from "./contract/errors.ts";
export { DeploymentError, type Problem } from "./engine/errors.ts";
export type { DeploymentEvent, OnEvent } from "./engine/events.ts";
export {
  type ConfigValue,
  type Deployed,
  openStack,
  type RunOptions,
  type Stack,
  type StackOptions,
} from "./engine/open-stack.ts";
export type { PlannedChange, PlannedResource, PlanOperation, PlanSummary } from "./engine/plan.ts";
export { type Paint, renderPlan } from "./engine/render-plan.ts";
export type { Program } from "./engine/run-program.ts";
export type { SourceLine } from "./engine/source-line.ts";
export { connectProvider } from "./provider/connect-provider.ts";
export { createProvider } from "./provider/create-provider.ts";
export type { Provider } from "./provider/provider.ts";
export { type ProviderServer, serveProvider } from "./provider/serve-provider.ts";
export { StackError, StateFileError } from "./stack-state/errors.ts";

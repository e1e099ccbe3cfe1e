/** The local cloud: an AWS account in this process, reached by AWS's own wire protocols. See README.md. */
export type { LocalAccount } from "./account.ts";
export type { CloudOptions } from "./cloud/cloud-options.ts";
export { type Cloud, startCloud } from "./cloud/start-cloud.ts";
export { VirtualClock } from "./core/virtual-clock.ts";
export { type FaultInput, FaultInvalid } from "./faults/index.ts";
export { FolderError, type FolderProblem } from "./store/folder.ts";

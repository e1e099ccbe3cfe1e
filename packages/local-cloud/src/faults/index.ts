export type { FaultInput } from "./fault.ts";
export { FaultInvalid } from "./fault.ts";
export { type ActiveFault, FaultControl } from "./fault-control.ts";
export { createFaultsRoute } from "./route.ts";
export { SerialMode } from "./serial-mode.ts";

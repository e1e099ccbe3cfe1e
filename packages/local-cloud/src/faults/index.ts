export type { Fault, FaultInput, FaultKind } from "./fault.ts";
export { FaultInvalid, faultKinds, parseFault } from "./fault.ts";
export { type ActiveFault, FaultControl, type Injection } from "./fault-control.ts";
export { createFaultsRoute } from "./route.ts";
export { SerialMode } from "./serial-mode.ts";

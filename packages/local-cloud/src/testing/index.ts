/** For tests of a choreography: a local cloud of their own, with time that the test moves. */
export { createAccount, type LocalAccount } from "../account.ts";
export type { CallRequest, Credentials } from "../core/account.ts";
export { parseArn } from "../core/arn.ts";
export { AwsError } from "../core/aws-error.ts";
export type { CallFault, Change, ChangeFault, DeliveryFault, Faults } from "../core/faults.ts";
export { MemoryStore } from "../core/memory-store.ts";
export { noFaults } from "../core/no-faults.ts";
export type { PolicyStatement } from "../core/policy.ts";
export { Random } from "../core/random.ts";
export type { Collection, Store } from "../core/store.ts";
export type { VirtualClock } from "../core/virtual-clock.ts";
export type { ActiveFault, FaultInput } from "../faults/index.ts";
export { throttling } from "../faults/throttling.ts";
export { callByHand } from "./call-by-hand.ts";
export {
  allow,
  allowEverything,
  createFunction,
  createRole,
  invoke,
  invokeLater,
  zip,
} from "./functions.ts";
export { startTestCloud, type TestCloud, type TestCloudOptions } from "./test-cloud.ts";

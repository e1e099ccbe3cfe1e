import type { CallRequest } from "./account.ts";

/** Faults to inject. The code that a fault can affect calls this interface; `faults/` decides. */
export interface Faults {
  /** Called once per call. */
  onCall(call: CallRequest): CallFault | undefined;
  /** Called once per attempt to deliver an event to a target. */
  onDelivery(delivery: { ruleArn: string; targetArn: string; eventId: string }): DeliveryFault | undefined;
  /** Called once per run of a function. */
  onInvoke(invocation: { functionName: string; requestId: string }): InvokeFault | undefined;
  /** Called once per change of a configuration that takes time to take effect on AWS. */
  onChange?(change: Change): ChangeFault | undefined;
  /** Called when a reader acts by a configuration that a change has replaced. */
  onOutdated?(outdated: { fault: string; of: Change["of"]; name: string; reader: string }): void;
  /** Called at the end of each run. */
  onInvokeEnd?(invocation: { functionName: string; requestId: string }): void;
  /**
   * In serial mode, called before each call: resolves when it is this call's turn, with a function to call when the call
   * has ended.
   */
  turn?(call: CallRequest): Promise<() => void>;
}

export type CallFault =
  /** Answers with this error; the operation does not run. */
  | { kind: "refuse"; code: string; message: string; status: number }
  /** Runs the operation and loses the answer: the client sees a broken connection. */
  | { kind: "lose-answer" }
  /** Ends the calling function's environment before the operation, or after it and before the answer. */
  | { kind: "crash"; when: "before" | "after" };

export type DeliveryFault = { kind: "duplicate" } | { kind: "delay"; ms: number };

export type InvokeFault = { kind: "slow"; ms: number };

/** A change of a rule and its targets, of a role and its policies, or of the policy of a function or a bus. */
export interface Change {
  of: "rule" | "role" | "function" | "bus";
  name: string;
}

/** For `ms` after the change, the old configuration is still in effect for some. `fault` is the fault's id. */
export interface ChangeFault {
  kind: "eventual";
  ms: number;
  fault: string;
}

import type { CallRequest } from "./account.ts";

/**
 * What is made to go wrong on purpose. The places where something can go wrong ask here;
 * what is switched on, and how often it strikes, is decided in `sandbox/faults/`.
 */
export interface Faults {
  /** Asked once for each call. */
  onCall(call: CallRequest): CallFault | undefined;
  /** Asked once for each attempt to deliver an event to a target. */
  onDelivery(delivery: { ruleArn: string; targetArn: string; eventId: string }): DeliveryFault | undefined;
  /** Asked once for each run of a function. */
  onInvoke(invocation: { functionName: string; requestId: string }): InvokeFault | undefined;
  /** Told of the end of each such run. */
  onInvokeEnd?(invocation: { functionName: string; requestId: string }): void;
  /**
   * Asked before each call in the mode that releases one call at a time: resolves when it is this
   * call's turn, with what is to be called once the call has ended.
   */
  turn?(call: CallRequest): Promise<() => void>;
}

export type CallFault =
  /** Answer with this error and do nothing. */
  | { kind: "refuse"; code: string; message: string; status: number }
  /** Do it, and let the answer be lost: the client sees a broken connection. */
  | { kind: "lose-answer" }
  /** End the calling function's environment before the call is made, or after it was made and before the answer. */
  | { kind: "crash"; when: "before" | "after" };

export type DeliveryFault = { kind: "duplicate" } | { kind: "delay"; ms: number };

export type InvokeFault = { kind: "slow"; ms: number };

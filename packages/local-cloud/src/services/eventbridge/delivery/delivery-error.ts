import type { ErrorCode, Failure } from "./delivery.ts";

/** A delivery that failed on EventBridge's own side, before or instead of the target's answer. */
export class DeliveryError extends Error {
  readonly failure: Failure;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = "DeliveryError";
    this.failure = { code, message, retryable: false };
  }
}

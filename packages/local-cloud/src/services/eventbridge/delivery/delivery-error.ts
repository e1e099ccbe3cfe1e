import type { ErrorCode, Failure } from "./delivery.ts";

/** A delivery that failed inside EventBridge, without a response from the target. */
export class DeliveryError extends Error {
  readonly failure: Failure;

  constructor(code: ErrorCode, message: string) {
    super(message);
    this.name = "DeliveryError";
    this.failure = { code, message, retryable: false };
  }
}

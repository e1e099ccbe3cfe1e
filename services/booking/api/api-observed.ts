import type { LambdaFunctionURLEvent } from "aws-lambda";
import { addLogKeys, observed } from "../../observe.ts";
import { countWrites } from "../count-writes.ts";
import { handler as answer } from "./api-idempotent.ts";

countWrites("BookingsBegan");

/** Wraps api-idempotent.ts from step 11 on: adds logs and metrics. The request id becomes the correlation id. */
export const handler = observed(answerAndLog, ({ requestContext: { requestId, http } }) => ({
  event: `${http.method} ${http.path}`,
  correlationId: requestId,
}));

async function answerAndLog(request: LambdaFunctionURLEvent) {
  const answered = await answer(request);
  // If the caller sent no booking id, only the answer has it.
  addLogKeys({ bookingId: JSON.parse(answered.body ?? "{}").bookingId, status: String(answered.statusCode) });
  return answered;
}

import type { LambdaFunctionURLEvent } from "aws-lambda";
import { alsoSay, observed } from "../../observe.ts";
import { countWrites } from "../count-writes.ts";
import { handler as answer } from "./api-idempotent.ts";

countWrites("BookingsBegan");

/** The request's own id is what everything that follows from it is correlated by. */
export const handler = observed(answerAndSay, ({ requestContext: { requestId, http } }) => ({
  event: `${http.method} ${http.path}`,
  correlationId: requestId,
}));

async function answerAndSay(request: LambdaFunctionURLEvent) {
  const answered = await answer(request);
  // A caller who names no id gets one: only the answer knows it.
  alsoSay({ bookingId: JSON.parse(answered.body ?? "{}").bookingId, status: String(answered.statusCode) });
  return answered;
}

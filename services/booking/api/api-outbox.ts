import type { LambdaFunctionURLEvent } from "aws-lambda";
import type { Answer } from "../http.ts";
import { answer } from "./api-idempotent.ts";

/** Replaces api-idempotent.ts from step 14 on. It stores the booking with its event; the pipe publishes the event. */
export async function handler(request: LambdaFunctionURLEvent): Promise<Answer> {
  return answer(request, async () => {});
}

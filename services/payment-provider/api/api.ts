import type { LambdaFunctionURLEvent } from "aws-lambda";
import { type Charge, cancelCharge, chargeOnce } from "../charges.ts";

/** The provider's HTTP API: POST /charges and POST /cancellations, both with the header Idempotency-Key. */
export async function handler(request: LambdaFunctionURLEvent) {
  const { method, path } = request.requestContext.http;
  const key = request.headers["idempotency-key"];
  if (!key) return answer(400, { message: "The header Idempotency-Key is missing." });
  if (method === "POST" && path === "/charges") return charge(key, JSON.parse(request.body ?? "{}"));
  if (method === "POST" && path === "/cancellations") return answer(200, { amount: await cancelCharge(key) });
  return answer(404, { message: `Unknown route ${method} ${path}: use POST /charges or POST /cancellations` });
}

/** This amount shows a lost answer: the provider charges, but the first answer does not arrive. */
const lostAnswer = 504;

async function charge(key: string, { amount }: { amount: number }) {
  const { first, status, reason }: Charge = await chargeOnce(key, amount);
  if (first && amount === lostAnswer) return answer(504, { message: "Gateway Timeout" });
  return answer(200, { status, reason });
}

function answer(statusCode: number, body: object) {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

import type { LambdaFunctionURLEvent } from "aws-lambda";
import { cancelCharge, chargeOnce } from "../charges.ts";

/** The provider's HTTP API: POST /charges and POST /cancellations, both with the header Idempotency-Key. */
export async function handler(request: LambdaFunctionURLEvent) {
  const { method, path } = request.requestContext.http;
  const key = request.headers["idempotency-key"];
  if (!key) return answer(400, { message: "The header Idempotency-Key is missing." });
  if (method === "POST" && path === "/charges") return charge(key, JSON.parse(request.body ?? "{}"));
  if (method === "POST" && path === "/cancellations") return cancel(key);
  return answer(404, { message: `Unknown route ${method} ${path}: use POST /charges or POST /cancellations` });
}

/** This amount shows a lost answer: the provider charges, but the first answer does not arrive. */
const lostAnswer = 504;

async function charge(key: string, { customerId, amount }: { customerId: string; amount: number }) {
  const { first, status, reason } = await chargeOnce(key, customerId, amount);
  if (!first) console.log(`${key}: asked again, charges nothing`);
  else console.log(`${key}: ${status === "SUCCESS" ? `charges ${amount}` : "declines"}`);
  if (first && amount === lostAnswer) return answer(504, { message: "Gateway Timeout" });
  return answer(200, { status, reason });
}

async function cancel(key: string) {
  const amount = await cancelCharge(key);
  console.log(`${key}: cancelled, refunds ${amount}`);
  return answer(200, { amount });
}

function answer(statusCode: number, body: object) {
  return { statusCode, headers: { "content-type": "application/json" }, body: JSON.stringify(body) };
}

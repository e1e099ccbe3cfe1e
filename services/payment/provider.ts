import { environment } from "../environment.ts";
import { signedFetch } from "../signed-fetch.ts";
import type { Charge, Payment } from "./decide.ts";

/** After this time we do not know whether the provider has charged. */
const patience = 3000;

/**
 * Charges at the payment provider, another company's system. `paymentId` is the idempotency key: a second request with
 * the same key gets the first one's answer and charges nothing. Throws if there is no answer. Then call again.
 */
export async function charge({ bookingId, customerId, flightId, amount }: Charge, paymentId: string): Promise<Payment> {
  const payment = { paymentId, bookingId, customerId, flightId, amount };
  const answer = await request<{ status: "SUCCESS" } | { status: "FAILED"; reason: string }>(
    "POST /charges",
    { customerId, amount },
    paymentId,
  );
  return { ...answer, ...payment };
}

/**
 * Takes back the charge with this idempotency key, and returns the refunded amount: 0 if nothing was charged.
 * Either way, the provider declines later charges with this key. A repeat gets the same answer.
 */
export async function cancelCharge(paymentId: string): Promise<number> {
  const { amount } = await request<{ amount: number }>("POST /cancellations", {}, paymentId);
  return amount;
}

async function request<Answer>(route: string, body: object, idempotencyKey: string): Promise<Answer> {
  const [method, path] = route.split(" /");
  const response = await signedFetch(`${environment("PROVIDER_URL")}${path}`, {
    method: method!,
    headers: { "content-type": "application/json", "idempotency-key": idempotencyKey },
    body: JSON.stringify(body),
    timeout: patience,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`The payment provider answered ${response.status} to ${route}: ${text}`);
  return JSON.parse(text) as Answer;
}

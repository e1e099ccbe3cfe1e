import { beforeEach, expect, test, vi } from "vitest";
import { fakeAws } from "../../../test/support/fake-aws.ts";
import { fakeTable } from "../../../test/support/fake-table.ts";
import { handler } from "./api.ts";

beforeEach(() => {
  vi.stubEnv("TABLE_NAME", "PaymentProviderTable");
  fakeAws(fakeTable(["idempotencyKey"]).answers);
});

test("charges, and answers a repeat like the first request, even with another amount", async () => {
  expect(await charge(300)).toEqual([200, { status: "SUCCESS" }]);
  expect(await charge(1200)).toEqual([200, { status: "SUCCESS" }]);
});

test("declines an amount above the limit, also when asked again", async () => {
  const declined = [200, { status: "FAILED", reason: "The amount 1200 is above the limit of 1000" }];

  expect(await charge(1200)).toEqual(declined);
  expect(await charge(300)).toEqual(declined);
});

test("charges 504, but loses the first answer", async () => {
  expect((await charge(504))[0]).toBe(504);
  expect(await charge(504)).toEqual([200, { status: "SUCCESS" }]);
});

test("refunds a charge, and says the same amount when asked again", async () => {
  await charge(300);

  expect(await cancel()).toEqual([200, { amount: 300 }]);
  expect(await cancel()).toEqual([200, { amount: 300 }]);
});

test("declines a charge that comes after its cancellation", async () => {
  expect(await cancel()).toEqual([200, { amount: 0 }]);

  expect(await charge(300)).toEqual([200, { status: "FAILED", reason: "The charge was cancelled before it was made" }]);
  expect(await cancel()).toEqual([200, { amount: 0 }]);
});

test("rejects a request without an idempotency key, and an unknown route", async () => {
  expect(await request("/charges", { amount: 300 }, {})).toEqual([
    400,
    { message: "The header Idempotency-Key is missing." },
  ]);
  expect((await request("/refunds", {}))[0]).toBe(404);
});

const charge = (amount: number) => request("/charges", { amount });
const cancel = () => request("/cancellations", {});

async function request(path: string, body: object, headers: object = { "idempotency-key": "PAY-B123" }) {
  const event = { requestContext: { http: { method: "POST", path } }, headers, body: JSON.stringify(body) };
  const answer = await handler(event as Parameters<typeof handler>[0]);
  return [answer.statusCode, JSON.parse(answer.body)];
}

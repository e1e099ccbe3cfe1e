import { expect, test } from "vitest";
import { booking } from "../../test/support/events.ts";
import { decide, limit } from "./decide.ts";

test("confirms the payment of booking B123", () => {
  expect(decide(booking, "PAY001")).toEqual({ status: "SUCCESS", paymentId: "PAY001", ...booking });
});

test("gives the reason for a failed payment", () => {
  expect(decide({ ...booking, amount: 1200 }, "PAY001")).toMatchObject({
    status: "FAILED",
    reason: "The amount 1200 is above the limit of 1000",
  });
});

//#region 3.4 Test both sides of the limit
//- test.todo("3.4 confirms an amount at the limit, and declines the first one above it");
test("3.4 confirms an amount at the limit, and declines the first one above it", () => {
  expect(decide({ ...booking, amount: limit }, "PAY001").status).toBe("SUCCESS");
  expect(decide({ ...booking, amount: limit + 0.01 }, "PAY001").status).toBe("FAILED");
});
//#endregion

import * as z from "zod";
import { contract } from "../events/contract.ts";

const id = z.string().min(1);
const amount = z.number().positive();
/** From step 12 on. An optional field breaks no consumer. */
const currency = z.enum(["EUR"]).optional();
const booking = { bookingId: id, customerId: id, flightId: id };
const b123 = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001" };

export const paymentConfirmed = contract("aircraft.payment", "PaymentConfirmed", {
  fields: { status: z.literal("SUCCESS"), ...booking, paymentId: id, amount, currency },
  example: { status: "SUCCESS", ...b123, paymentId: "PAY-B123", amount: 300 },
});

export const paymentFailed = contract("aircraft.payment", "PaymentFailed", {
  fields: { status: z.literal("FAILED"), reason: z.string(), ...booking, paymentId: id, amount, currency },
  example: {
    status: "FAILED",
    reason: "The amount 1200 is above the limit of 1000",
    ...b123,
    paymentId: "PAY-B123",
    amount: 1200,
  },
});

export const paymentRefunded = contract("aircraft.payment", "PaymentRefunded", {
  fields: {
    status: z.literal("REFUNDED"),
    reason: z.string(),
    ...booking,
    paymentId: id,
    /** The id of the refunded payment and its amount. Both are absent if nothing had been charged. */
    refunds: id.optional(),
    amount: amount.optional(),
  },
  example: {
    status: "REFUNDED",
    reason: "Flight FLIGHT001 is full",
    ...b123,
    paymentId: "REF-B123",
    refunds: "PAY-B123",
    amount: 300,
  },
});

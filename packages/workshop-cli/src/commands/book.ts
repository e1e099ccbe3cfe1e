import { type BookingRequest, exampleBooking, newBookingId, postBooking } from "../bookings/book.ts";
import { connect } from "../connection/connection.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paragraph, say, sayJson } from "../terminal/output.ts";

interface BookOptions {
  id?: string;
  customer?: string;
  flight?: string;
  amount?: string;
  count?: string;
  unsigned?: boolean;
  aws?: boolean;
  json?: boolean;
}

/** `npx workshop book`: books through the Booking service's URL. */
export async function book(options: BookOptions): Promise<void> {
  if (options.count !== undefined) return await bookMany(options.count, options);
  const connection = await connect(options);
  const booking = await postBooking(connection, requestFrom(options), options);
  if (options.json) return sayJson(booking);
  say(`Accepted: booking ${booking.bookingId} is ${booking.status}.`);
  note(`Follow it: npx workshop trace ${booking.bookingId}${options.aws ? " --aws" : ""}`);
}

/** A small account's functions can handle this many requests at a time. */
const atOnce = 5;

async function bookMany(text: string, options: BookOptions): Promise<void> {
  const count = countFrom(text, options);
  const requests = Array.from({ length: count }, () => requestFrom(options));
  const connection = await connect(options);
  const waiting = [...requests];
  const work = async () => {
    for (let request = waiting.pop(); request; request = waiting.pop()) await postBooking(connection, request, options);
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  if (options.json) return sayJson(requests.map(({ bookingId }) => bookingId));
  say(`Accepted: ${count} ${count === 1 ? "booking" : "bookings"}:`);
  for (const line of paragraph(requests.map(({ bookingId }) => bookingId).join(" "))) say(line);
}

function countFrom(text: string, { id }: BookOptions): number {
  const count = Number(text);
  if (id !== undefined)
    throw new Failure("--id and --count cannot be combined: an ID belongs to one booking.", "Omit --id.");
  if (Number.isInteger(count) && count >= 1 && count <= 1000) return count;
  throw new Failure(`--count takes a number from 1 to 1000, but got "${text}".`, "For example: --count 100");
}

function requestFrom(options: BookOptions): BookingRequest {
  return {
    bookingId: options.id ?? newBookingId(),
    customerId: options.customer ?? exampleBooking.customerId,
    flightId: options.flight ?? exampleBooking.flightId,
    amount: amountFrom(options.amount),
  };
}

function amountFrom(text = String(exampleBooking.amount)): number {
  const amount = Number(text);
  if (text.trim() !== "" && Number.isFinite(amount)) return amount;
  throw new Failure(`--amount takes a number, but got "${text}".`, "For example: --amount 300");
}

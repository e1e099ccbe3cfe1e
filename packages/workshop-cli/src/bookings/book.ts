import { randomBytes } from "node:crypto";
import type { Connection } from "../connection/connection.ts";
import { signedFetch } from "../connection/signed-fetch.ts";
import { lastStep } from "../exercises/step-names.ts";
import { currentStep } from "../progress/current-step.ts";
import { Failure } from "../terminal/failure.ts";

export interface BookingRequest {
  bookingId: string;
  customerId: string;
  flightId: string;
  amount: number;
}

/** The booking of the running example. */
export const exampleBooking: BookingRequest = {
  bookingId: "B123",
  customerId: "CUST001",
  flightId: "FLIGHT001",
  amount: 300,
};

export function newBookingId(): string {
  return `B${randomBytes(4).toString("hex").toUpperCase()}`;
}

/**
 * Books through the booking function's URL, and returns its answer.
 *
 * @throws Failure with the service's own message, or with Lambda's if it refuses the caller
 */
export async function postBooking(
  connection: Connection,
  request: BookingRequest,
  { unsigned = false } = {},
): Promise<Record<string, unknown>> {
  const { bookingUrl } = connection.outputs;
  if (bookingUrl === undefined) throw new Failure(...notDeployed(connection));
  const [url, body] = [`${bookingUrl}bookings`, JSON.stringify(request)];
  const response = unsigned
    ? await fetch(url, { method: "POST", body, headers: { "content-type": "application/json" } })
    : await signedFetch(connection.client, url, { method: "POST", body });
  const text = await response.text();
  if (response.status === 202) return JSON.parse(text) as Record<string, unknown>;
  // A refused request never reaches the service.
  const what =
    response.status === 403 ? "Lambda refused the request (403)" : `The booking service answered ${response.status}`;
  throw new Failure(`${what}: ${problemText(text)}`, whatNext(response.status, connection));
}

function notDeployed({ isLocal }: Connection): [message: string, fix: string] {
  const message = "Nothing accepts bookings yet: the Booking service, part of step 2, is not deployed.";
  const hasBegun = (currentStep() ?? lastStep) >= 2;
  if (!hasBegun) return [message, "Go there: npx workshop begin 2"];
  return [message, `Deploy it: ${isLocal ? "npx workshop up" : "npx pulumi up"}`];
}

/** A problem document (RFC 9457) in one line: title, detail and errors. Any other text is returned unchanged. */
function problemText(text: string): string {
  try {
    const problem = JSON.parse(text) as {
      /** Of Lambda's own answer. */
      Message?: string;
      title?: string;
      detail?: string;
      errors?: { field?: string; problem?: string }[];
    };
    const errors = problem.errors?.map(({ field, problem: what }) => `${field}: ${what}`).join("; ");
    return [problem.title ?? problem.Message, problem.detail, errors].filter(Boolean).join(". ") || text;
  } catch {
    return text;
  }
}

function whatNext(status: number, { isLocal }: Connection): string {
  if (status === 403) return "The function's URL needs a signed request from a caller that may invoke it.";
  if (status === 409) return "Use another ID, or omit --id for a new one.";
  if (status >= 500) return `See why in its log: npx workshop logs booking-api${isLocal ? "" : " --aws"}`;
  return "";
}

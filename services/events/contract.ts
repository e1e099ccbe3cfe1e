import * as z from "zod";
import { metadata } from "./metadata.ts";

/** What a service promises about one version of an event that it publishes. */
export interface Contract<Fields extends object = object> {
  /** The service that publishes it, e.g. "aircraft.payment". */
  source: string;
  /** E.g. "PaymentConfirmed". The rule that delivers it is named after it. */
  name: string;
  version: number;
  /** The complete detail, metadata included. */
  detail: z.ZodType<Fields & { metadata: z.infer<typeof metadata> }>;
  /** The fields of one such event. Tests check the consumers against it. */
  example: Fields;
}

/** An event's detail without its metadata. */
export type Fields<Published extends Contract> = Published["example"];

/**
 * The contract of one version of an event.
 *
 * @example
 * export const ticketIssued = contract("aircraft.ticket", "TicketIssued", {
 *   fields: { bookingId: id, ticketNumber: id },
 *   example: { bookingId: "B123", ticketNumber: "TKT-B123" },
 * });
 */
export function contract<Shape extends z.ZodRawShape>(
  source: string,
  name: string,
  { version = 1, fields, example }: { version?: number; fields: Shape; example: z.infer<z.ZodObject<Shape>> },
): Contract<z.infer<z.ZodObject<Shape>>> {
  const detail = z.object({ ...fields, metadata });
  return { source, name, version, detail: detail as unknown as Contract<typeof example>["detail"], example };
}

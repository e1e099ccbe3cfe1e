import * as z from "zod";

/** What stands beside the fields of every event. */
export const metadata = z.object({
  /** This event's own. */
  eventId: z.string().min(1),
  /** Of the event's contract. */
  version: z.int().positive(),
  /** The same for all that follows from one request. */
  correlationId: z.string().min(1),
  /** The event, or for the first one the request, that this one follows from. */
  causationId: z.string().min(1),
  occurredAt: z.iso.datetime(),
});

export type Metadata = z.infer<typeof metadata>;

/** What an event follows from: another event's metadata, or a request that stands for one. */
export type Cause = Pick<Metadata, "eventId" | "correlationId">;

import * as z from "zod";

/** Part of every event's detail, in addition to the event's own fields. */
export const metadata = z.object({
  /** Unique to this event. */
  eventId: z.string().min(1),
  /** The version of the event's contract. */
  version: z.int().positive(),
  /** The same for all events that follow from one request. */
  correlationId: z.string().min(1),
  /** The id of the event that caused this one; for the first event, the id of the request. */
  causationId: z.string().min(1),
  occurredAt: z.iso.datetime(),
});

export type Metadata = z.infer<typeof metadata>;

/** What caused an event: another event's metadata, or the ids of a request. */
export type Cause = Pick<Metadata, "eventId" | "correlationId">;

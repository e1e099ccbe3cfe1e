import * as z from "zod";
import { badFields } from "../bad-fields.ts";
import type { Contract } from "./contract.ts";
import { metadata } from "./metadata.ts";

/** What a consumer needs from one version of an event: the fields that it reads, and no others. */
export interface Expectation<Name extends string = string, Fields extends object = object> {
  /** E.g. "BookingCreated". */
  event: Name;
  version: number;
  schema: z.ZodType<Fields>;
}

/** The fields that a consumer reads, and the part of the metadata that its own events need. */
export type Detail<Expected extends Expectation> = z.infer<Expected["schema"]> & { metadata: Caused };
type Caused = z.infer<typeof caused>;

/** What every consumer reads from the metadata, to name it as the cause of its own events. */
export const caused = metadata.pick({ eventId: true, correlationId: true });

/** States what a consumer needs from one version of an event. */
export function expectation<const Name extends string, Shape extends z.ZodRawShape>(
  event: Name,
  fields: Shape,
  version = 1,
): Expectation<Name, z.infer<z.ZodObject<Shape>>> {
  return { event, version, schema: z.object(fields) };
}

/** What would break for a consumer if its producer published this example: one sentence per field. */
export function whatBreaks(
  consumer: string,
  { event, version, schema }: Expectation,
  { example }: Pick<Contract, "example">,
): string[] {
  const result = schema.safeParse(example);
  if (result.success) return [];
  return badFields(result.error).map(
    ({ field, problem }) => `${consumer} needs ${field} in ${event} version ${version}: ${problem}`,
  );
}

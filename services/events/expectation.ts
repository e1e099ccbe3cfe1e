import type * as z from "zod";
import { badFields } from "../bad-fields.ts";
import type { EventName } from "./contracts.ts";

/** What a consumer needs from an event: the fields that it reads, and no others. */
export interface Expectation {
  event: EventName;
  version: number;
  schema: z.ZodType;
}

/** An example of an event that a producer publishes, without its metadata. */
export interface Example {
  event: EventName;
  version: number;
  fields: object;
}

/** What would break for a consumer if its producer published this example: one sentence per field. */
export function whatBreaks(consumer: string, { event, version, schema }: Expectation, example: Example): string[] {
  const result = schema.safeParse(example.fields);
  if (result.success) return [];
  return badFields(result.error).map(
    ({ field, problem }) => `${consumer} needs ${field} in ${event} version ${version}: ${problem}`,
  );
}

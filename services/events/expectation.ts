import type * as z from "zod";
import { badFields } from "../bad-fields.ts";
import type { EventName } from "./contracts.ts";

/** What a consumer needs of an event: what it reads, and nothing else. */
export interface Expectation {
  event: EventName;
  version: number;
  needs: z.ZodType;
}

/** What a producer says: an event as it would publish it, without metadata. */
export interface Example {
  event: EventName;
  version: number;
  says: object;
}

/** What would break for a consumer if its producer spoke like this: one sentence for each field. */
export function whatBreaks(consumer: string, { event, version, needs }: Expectation, example: Example): string[] {
  const result = needs.safeParse(example.says);
  if (result.success) return [];
  return badFields(result.error).map(
    ({ field, problem }) => `${consumer} needs ${field} of ${event} version ${version}: ${problem}`,
  );
}

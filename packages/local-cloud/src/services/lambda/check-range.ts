import { validation } from "./errors.ts";

/** @throws AwsError ValidationException if a value is present and not an integer from `least` to `most`. */
export function checkRange(member: string, value: number | undefined, least: number, most: number): void {
  if (value === undefined) return;
  if (!Number.isInteger(value) || value < least)
    throw validation(member, value, `have value greater than or equal to ${least}`);
  if (value > most) throw validation(member, value, `have value less than or equal to ${most}`);
}

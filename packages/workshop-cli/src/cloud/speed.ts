import { Failure } from "../terminal/failure.ts";

/** The clock speed that a learner typed. @throws Failure unless it is a number from 1 to 1000. */
export function speedFrom(text = "1"): number {
  const value = Number(text);
  if (value >= 1 && value <= 1000) return value;
  throw new Failure(
    `The speed must be a number from 1 to 1000, but got "${text}".`,
    "1 is system time; at 60, a minute passes in a second.",
  );
}

import { Failure } from "../terminal/failure.ts";

/** @throws Failure unless it is a number from 1 to 1000. */
export function speedFrom(text = "1"): number {
  const value = Number(text);
  if (value >= 1 && value <= 1000) return value;
  throw new Failure(
    `The speed is a number from 1 to 1000, and got "${text}".`,
    "1 is the machine's own time; 60 makes a minute pass in a second.",
  );
}

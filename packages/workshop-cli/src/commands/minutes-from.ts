import { Failure } from "../terminal/failure.ts";

/** The value of `--since`. @throws Failure unless it is a number above 0. */
export function minutesFrom(text = "60"): number {
  const minutes = Number(text);
  if (minutes > 0) return minutes;
  throw new Failure(`--since takes a number of minutes above 0, but got "${text}".`, "For example: --since 15");
}

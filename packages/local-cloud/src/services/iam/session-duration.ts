import { validationError } from "./errors.ts";

/** Checks a MaxSessionDuration: 3600 to 43200 seconds. Default: 3600 ("CreateRole"). */
export function sessionDuration(seconds = 3600): number {
  if (Number.isInteger(seconds) && seconds >= 3600 && seconds <= 43_200) return seconds;
  throw validationError(`MaxSessionDuration must be a whole number of seconds from 3600 to 43200, not ${seconds}.`);
}

import type { FromFunction } from "./messages.ts";

type Check = (value: unknown) => boolean;

const isString: Check = (value) => typeof value === "string";
const isNumber: Check = (value) => typeof value === "number" && value >= 0;
const isFailure: Check = (value) =>
  isRecord(value) &&
  isString(value.errorType) &&
  isString(value.errorMessage) &&
  (value.trace === undefined || (Array.isArray(value.trace) && value.trace.every(isString)));
const isJson: Check = (value) => {
  try {
    return isString(value) && JSON.parse(value as string) !== undefined;
  } catch {
    return false;
  }
};

const members: Record<FromFunction["kind"], Record<string, Check>> = {
  loading: { residentBytes: isNumber },
  ready: { durationMs: isNumber, residentBytes: isNumber },
  "init-failed": { failure: isFailure, residentBytes: isNumber },
  done: { requestId: isString, payload: isJson, residentBytes: isNumber },
  failed: { requestId: isString, failure: isFailure, residentBytes: isNumber },
  exiting: { failure: isFailure, residentBytes: isNumber },
  line: { level: isString, text: isString },
  output: { text: isString },
  dropping: {},
};

/** The message in a frame's JSON; undefined if it is none. A handler can write to the channel what it likes. */
export function messageIn(json: string): FromFunction | undefined {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    return undefined;
  }
  if (!isRecord(value) || !isString(value.kind) || !Object.hasOwn(members, value.kind as string)) return undefined;
  const checks = Object.entries(members[value.kind as FromFunction["kind"]]);
  return checks.every(([name, check]) => check(value[name])) ? (value as unknown as FromFunction) : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

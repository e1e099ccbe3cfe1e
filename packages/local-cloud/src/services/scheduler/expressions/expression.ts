import { type Cron, nextCronTime, parseCron } from "./cron.ts";
import { invalidExpression } from "./invalid-expression.ts";
import { instantOf, type WallTime } from "./time-zone.ts";

/** A parsed schedule expression ("Schedule types in EventBridge Scheduler"). */
export type ScheduleExpression =
  | { kind: "at"; wall: WallTime }
  | { kind: "rate"; everyMs: number }
  | { kind: "cron"; cron: Cron };

const unitMs: Record<string, number> = { minute: 60_000, hour: 3_600_000, day: 86_400_000 };
const hourMs = 3_600_000;
const parsed = new Map<string, ScheduleExpression>();

/** @throws AwsError ValidationException, with the reason */
export function parseExpression(expression: string): ScheduleExpression {
  let found = parsed.get(expression);
  if (!found) parsed.set(expression, (found = parse(expression)));
  return found;
}

function parse(expression: string): ScheduleExpression {
  if (/^at\(.*\)$/.test(expression)) return { kind: "at", wall: parseAt(expression) };
  if (/^rate\(.*\)$/.test(expression)) return { kind: "rate", everyMs: parseRate(expression) };
  if (/^cron\(.*\)$/.test(expression)) return { kind: "cron", cron: parseCron(expression) };
  throw invalidExpression(expression, "Use at(yyyy-mm-ddThh:mm:ss), rate(value unit) or cron(fields).");
}

function parseAt(expression: string): WallTime {
  const text = /^at\((\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\)$/.exec(expression)?.[1];
  const wall = text === undefined ? Number.NaN : Date.parse(`${text}Z`);
  // Date.parse takes February 31 for March 3.
  if (Number.isNaN(wall) || new Date(wall).toISOString().slice(0, 19) !== text)
    throw invalidExpression(expression, "Use at(yyyy-mm-ddThh:mm:ss), with a date that exists.");
  return wall;
}

function parseRate(expression: string): number {
  const [, value, unit] = /^rate\((\d+)\s+(minute|hour|day)s?\)$/.exec(expression) ?? [];
  if (unit === undefined || Number(value) < 1)
    throw invalidExpression(expression, "Use rate(value unit): a positive number, and minutes, hours or days.");
  return Number(value) * unitMs[unit]!;
}

/** When a schedule may run. Times are milliseconds since 1970. */
export interface Timing {
  expression: string;
  timezone: string;
  /** A rate starts here and is counted from here. */
  startAt?: number | undefined;
  endAt?: number | undefined;
  /** What a rate is counted from if there is no `startAt`. */
  countedFrom: number;
}

/** The first time of a schedule at or after `from`, undefined if there is none. One-time schedules ignore start and end. */
export function nextTime(timing: Timing, from: number): number | undefined {
  const { timezone, startAt, endAt } = timing;
  const expression = parseExpression(timing.expression);
  if (expression.kind === "at") return notBefore(from, atTime(expression.wall, timezone));
  const earliest = Math.max(from, startAt ?? Number.NEGATIVE_INFINITY);
  const next =
    expression.kind === "rate"
      ? nextRateTime(startAt ?? timing.countedFrom, expression.everyMs, earliest)
      : nextCronTime(expression.cron, timezone, earliest);
  return next === undefined || next > (endAt ?? Number.POSITIVE_INFINITY) ? undefined : next;
}

function nextRateTime(first: number, everyMs: number, from: number): number {
  return first + Math.max(0, Math.ceil((from - first) / everyMs)) * everyMs;
}

/**
 * The first time of a schedule that is new at `now`. AWS does not say what it does with a one-time schedule whose time is
 * over; here it is due at once, since at-least-once delivery knows no time that is lost.
 */
export function firstTime(timing: Timing, now: number): number | undefined {
  return nextTime(timing, isOneTime(timing.expression) ? Number.NEGATIVE_INFINITY : now);
}

function notBefore(from: number, time: number): number | undefined {
  return time >= from ? time : undefined;
}

/** AWS does not say what happens to a time that the clock skips; here it comes when that hour would have passed. */
function atTime(wall: WallTime, timezone: string): number {
  return instantOf(wall, timezone) ?? instantOf(wall + hourMs, timezone) ?? wall;
}

/** Whether the schedule runs only once. */
export function isOneTime(expression: string): boolean {
  return parseExpression(expression).kind === "at";
}

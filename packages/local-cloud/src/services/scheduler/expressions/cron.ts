import { type DayTest, daysIn } from "./cron-days.ts";
import { CronFieldError, cronFields, valuesIn } from "./cron-field.ts";
import { invalidExpression } from "./invalid-expression.ts";
import { instantOf, wallTimeAt } from "./time-zone.ts";

/** A cron expression in AWS's dialect, which has a year, and Sunday as day 1 ("Cron-based schedules"). */
export interface Cron {
  /** Minutes since midnight, ascending. */
  minutesOfDay: readonly number[];
  isDay: DayTest;
  months: ReadonlySet<number>;
  years: ReadonlySet<number>;
}

/** The API reference asks for six fields; the user guide calls the year optional. */
type SixFields = [string, string, string, string, string, string?];

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/** @throws AwsError ValidationException, with the reason */
export function parseCron(expression: string): Cron {
  const fields = expression.slice("cron(".length, -1).trim().split(/\s+/);
  if (fields.length !== 5 && fields.length !== 6) {
    throw invalidExpression(
      expression,
      `A cron expression has the fields minutes, hours, day-of-month, month, day-of-week and year; this one has ${fields.length}.`,
    );
  }
  const [minutes, hours, dayOfMonth, month, dayOfWeek, year = "*"] = fields as SixFields;
  try {
    return {
      minutesOfDay: timesOfDay(valuesIn(hours, cronFields.hours), valuesIn(minutes, cronFields.minutes)),
      isDay: daysIn(dayOfMonth, dayOfWeek),
      months: valuesIn(month, cronFields.month),
      years: valuesIn(year, cronFields.year),
    };
  } catch (error) {
    if (error instanceof CronFieldError) throw invalidExpression(expression, error.message);
    throw error;
  }
}

/** The first time of the expression at or after `from` (milliseconds since 1970); undefined if there is none. */
export function nextCronTime(cron: Cron, zone: string, from: number): number | undefined {
  const lastYear = Math.max(...cron.years);
  const wall = wallTimeAt(from, zone);
  for (let day = Math.floor(wall / dayMs) * dayMs; ; day += dayMs) {
    const date = new Date(day);
    const year = date.getUTCFullYear();
    if (year > lastYear) return undefined;
    const month = date.getUTCMonth() + 1;
    if (!cron.years.has(year) || !cron.months.has(month)) continue;
    if (!cron.isDay({ year, month, day: date.getUTCDate() })) continue;
    for (const minute of cron.minutesOfDay) {
      const time = day + minute * minuteMs;
      const instant = time < wall ? undefined : instantOf(time, zone);
      if (instant !== undefined && instant >= from) return instant;
    }
  }
}

function timesOfDay(hours: ReadonlySet<number>, minutes: ReadonlySet<number>): number[] {
  return [...hours].flatMap((hour) => [...minutes].map((minute) => hour * 60 + minute)).sort((a, b) => a - b);
}

import { CronFieldError, cronFields, parseValue, valuesIn } from "./cron-field.ts";

/** A day of the calendar; months and days count from 1. */
interface CalendarDay {
  year: number;
  month: number;
  day: number;
}

/** Returns whether a day is one that the expression names. */
export type DayTest = (day: CalendarDay) => boolean;

/**
 * The days that the fields day-of-month and day-of-week name. Exactly one of them is a question mark ("Cron-based
 * schedules").
 *
 * @throws CronFieldError
 */
export function daysIn(dayOfMonth: string, dayOfWeek: string): DayTest {
  if ((dayOfMonth === "?") === (dayOfWeek === "?"))
    throw new CronFieldError("Exactly one of day-of-month and day-of-week must be '?'.");
  return dayOfWeek === "?" ? daysOfMonth(dayOfMonth) : daysOfWeek(dayOfWeek);
}

/** Beside the usual wildcards, L is the month's last day, and 15W the weekday closest to the 15th. */
function daysOfMonth(text: string): DayTest {
  const field = cronFields.dayOfMonth;
  const tests = text.split(",").map((part): DayTest => {
    if (part.toUpperCase() === "L") return (date) => date.day === lastDayOf(date);
    const nearest = /^(\d+)W$/i.exec(part)?.[1];
    if (nearest !== undefined) {
      const day = parseValue(nearest, field);
      return (date) => date.day === nearestWeekday(date, day);
    }
    const values = valuesIn(part, field);
    return (date) => values.has(date.day);
  });
  return (date) => tests.some((matches) => matches(date));
}

/** Beside the usual wildcards, L is Saturday, 6L the month's last Friday, and 3#2 its second Tuesday. */
function daysOfWeek(text: string): DayTest {
  const field = cronFields.dayOfWeek;
  const parts = text.split(",");
  if (parts.length > 1 && text.includes("#"))
    throw new CronFieldError("day-of-week can have only one expression if it uses '#'.");
  const tests = parts.map((part): DayTest => {
    if (part.toUpperCase() === "L") return (date) => weekdayOf(date) === field.most;
    const [, last] = /^(\w+)L$/i.exec(part) ?? [];
    if (last !== undefined) {
      const weekday = parseValue(last, field);
      return (date) => weekdayOf(date) === weekday && date.day + 7 > lastDayOf(date);
    }
    const [, of, number] = /^(\w+)#(\d+)$/.exec(part) ?? [];
    if (of !== undefined) return instanceOfWeekday(parseValue(of, field), Number(number));
    const values = valuesIn(part, field);
    return (date) => values.has(weekdayOf(date));
  });
  return (date) => tests.some((matches) => matches(date));
}

function instanceOfWeekday(weekday: number, number: number): DayTest {
  if (number < 1 || number > 5)
    throw new CronFieldError(`'#${number}' in day-of-week names a day that no month has; use #1 to #5.`);
  return (date) => weekdayOf(date) === weekday && Math.ceil(date.day / 7) === number;
}

/** The day of the weekday closest to `day`, in the same month. A month without that day has none. */
function nearestWeekday({ year, month }: CalendarDay, day: number): number | undefined {
  const last = lastDayOf({ year, month, day });
  if (day > last) return undefined;
  const weekday = weekdayOf({ year, month, day });
  if (weekday === 7) return day === 1 ? 3 : day - 1;
  if (weekday === 1) return day === last ? day - 2 : day + 1;
  return day;
}

/** 1 is Sunday, 7 is Saturday. */
function weekdayOf({ year, month, day }: CalendarDay): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function lastDayOf({ year, month }: CalendarDay): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

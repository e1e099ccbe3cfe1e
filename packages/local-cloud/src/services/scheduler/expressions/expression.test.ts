import { describe, expect, test } from "vitest";
import { firstTime, isOneTime, nextTime, parseExpression } from "./expression.ts";

const at = (text: string) => Date.parse(text);
const show = (time: number | undefined) => (time === undefined ? undefined : new Date(time).toISOString().slice(0, 16));

/** The first times of a schedule at or after `from`, in UTC. */
function times(expression: string, from: string, count = 1, timezone = "UTC"): (string | undefined)[] {
  const found: (string | undefined)[] = [];
  for (let next: number | undefined = at(from); found.length < count && next !== undefined; ) {
    const time: number | undefined = nextTime({ expression, timezone, countedFrom: at(from) }, next);
    found.push(show(time));
    next = time && time + 1;
  }
  return found;
}

describe("cron expressions", () => {
  // Each with the first times from Wednesday, January 1 2025, 12:00 UTC.
  test.each([
    ["cron(* * * * ? *)", ["2025-01-01T12:00", "2025-01-01T12:01"]],
    ["cron(1/10 * * * ? *)", ["2025-01-01T12:01", "2025-01-01T12:11", "2025-01-01T12:21"]],
    ["cron(*/30 8-9 * * ? *)", ["2025-01-02T08:00", "2025-01-02T08:30", "2025-01-02T09:00"]],
    ["cron(0 10 * * ? *)", ["2025-01-02T10:00", "2025-01-03T10:00"]],
    ["cron(15,45 12 * * ? *)", ["2025-01-01T12:15", "2025-01-01T12:45", "2025-01-02T12:15"]],
    ["cron(0 18 ? * MON-FRI *)", ["2025-01-01T18:00", "2025-01-02T18:00", "2025-01-03T18:00", "2025-01-06T18:00"]],
    ["cron(0 8 1 * ? *)", ["2025-02-01T08:00", "2025-03-01T08:00"]],
    ["cron(0 8 1 JAN,jul ? *)", ["2025-07-01T08:00", "2026-01-01T08:00"]],
    ["cron(0 0 29 2 ? *)", ["2028-02-29T00:00", "2032-02-29T00:00"]],
    ["cron(0 0 31 * ? *)", ["2025-01-31T00:00", "2025-03-31T00:00"]],
    ["cron(0 0 L * ? *)", ["2025-01-31T00:00", "2025-02-28T00:00"]],
    ["cron(0 0 1,L 2 ? *)", ["2025-02-01T00:00", "2025-02-28T00:00"]],
    // The 15th of February and March 2025 are Saturdays, June 15 is a Sunday.
    ["cron(0 0 15W 1-3 ? *)", ["2025-01-15T00:00", "2025-02-14T00:00", "2025-03-14T00:00"]],
    ["cron(0 0 15W 6 ? *)", ["2025-06-16T00:00", "2026-06-15T00:00"]],
    // February 1 is a Saturday, August 31 a Sunday: the closest weekday of the same month.
    ["cron(0 0 1W 2 ? *)", ["2025-02-03T00:00"]],
    ["cron(0 0 31W 8 ? *)", ["2025-08-29T00:00"]],
    ["cron(0 0 ? * 1 *)", ["2025-01-05T00:00"]],
    ["cron(0 0 ? * L *)", ["2025-01-04T00:00", "2025-01-11T00:00"]],
    ["cron(15 10 ? * 6L 2025-2026)", ["2025-01-31T10:15", "2025-02-28T10:15"]],
    ["cron(0 0 ? * FRIL *)", ["2025-01-31T00:00"]],
    ["cron(0 0 ? * 3#2 *)", ["2025-01-14T00:00", "2025-02-11T00:00"]],
    ["cron(0 0 ? * TUE#5 *)", ["2025-04-29T00:00", "2025-07-29T00:00"]],
    ["cron(0 0 1 1 ? 2027)", ["2027-01-01T00:00", undefined]],
    ["cron(0 12 * * ?)", ["2025-01-01T12:00"]],
    ["cron(0 0 30 2 ? *)", [undefined]],
    ["cron(0 0 1 1 ? 2020)", [undefined]],
  ])("%s", (expression, expected) => {
    expect(times(expression, "2025-01-01T12:00:00Z", expected.length)).toEqual(expected);
  });

  test.each([
    ["cron(0 12 * * * *)", "Exactly one of day-of-month and day-of-week must be '?'."],
    ["cron(0 12 ? * ? *)", "Exactly one of day-of-month and day-of-week must be '?'."],
    ["cron(0 12 1 * MON *)", "Exactly one of day-of-month and day-of-week must be '?'."],
    ["cron(0 12 * *)", "this one has 4."],
    ["cron(0 0 12 * * ? *)", "this one has 7."],
    ["cron(60 12 * * ? *)", "'60' is not a value from 0 to 59 for minutes."],
    ["cron(0 24 * * ? *)", "'24' is not a value from 0 to 23 for hours."],
    ["cron(0 0 0 * ? *)", "'0' is not a value from 1 to 31 for day-of-month."],
    ["cron(0 0 1 MAI ? *)", "'MAI' is not a value from 1 to 12 for month."],
    ["cron(0 0 ? * 0 *)", "'0' is not a value from 1 to 7 for day-of-week."],
    ["cron(0 0 ? * FRI-MON *)", "'FRI-MON' in day-of-week ends before it starts."],
    ["cron(0 0 ? * 3#6 *)", "'#6' in day-of-week names a day that no month has"],
    ["cron(0 0 ? * 3#1,6#3 *)", "only one expression if it uses '#'"],
    ["cron(0 0 1 1 ? 1969)", "'1969' is not a value from 1970 to 2199 for year."],
    ["cron(0/0 * * * ? *)", "'0' is not a valid increment for minutes."],
    ["cron(L 0 * * ? *)", "'L' is not a value"],
    ["cron(? 0 * * ? *)", "'?' is not a value"],
    ["cron(0 0 L-3 * ? *)", "'L' is not a value"],
    ["rate(0 minutes)", "a positive number"],
    ["rate(1.5 hours)", "a positive number"],
    ["rate(1 week)", "minutes, hours or days"],
    ["at(2025-02-31T00:00:00)", "with a date that exists"],
    ["at(2025-01-01)", "Use at(yyyy-mm-ddThh:mm:ss)"],
    ["at(2025-01-01T00:00:00Z)", "Use at(yyyy-mm-ddThh:mm:ss)"],
    ["every minute", "Use at(yyyy-mm-ddThh:mm:ss), rate(value unit) or cron(fields)."],
  ])("%s is refused with the reason", (expression, reason) => {
    expect(() => parseExpression(expression)).toThrow(reason);
    expect(() => parseExpression(expression)).toThrow(`Invalid Schedule Expression ${expression}.`);
  });
});

describe("time zones", () => {
  test("a cron expression is read on the zone's clock", () => {
    expect(times("cron(30 8 * * ? *)", "2025-01-01T12:00:00Z", 2, "America/New_York")).toEqual([
      "2025-01-01T13:30",
      "2025-01-02T13:30",
    ]);
    expect(times("cron(0 9 ? * MON *)", "2025-01-01T00:00:00Z", 1, "Asia/Tokyo")).toEqual(["2025-01-06T00:00"]);
  });

  test("a time that the clock skips in spring is skipped", () => {
    expect(times("cron(30 2 * * ? *)", "2025-03-08T00:00:00Z", 3, "America/Los_Angeles")).toEqual([
      "2025-03-08T10:30",
      "2025-03-10T09:30",
      "2025-03-11T09:30",
    ]);
  });

  test("a time that the clock shows twice in autumn comes once, before the shift", () => {
    expect(times("cron(30 1 * * ? *)", "2025-11-01T00:00:00Z", 3, "America/Los_Angeles")).toEqual([
      "2025-11-01T08:30",
      "2025-11-02T08:30",
      "2025-11-03T09:30",
    ]);
    // Between the two, when the clock shows 1:10 for the second time.
    expect(times("cron(30 1 * * ? *)", "2025-11-02T09:10:00Z", 1, "America/Los_Angeles")).toEqual(["2025-11-03T09:30"]);
  });

  test("a rate of one day is 24 hours, whatever the clock does", () => {
    expect(times("rate(1 day)", "2025-03-08T12:00:00Z", 3, "America/Los_Angeles")).toEqual([
      "2025-03-08T12:00",
      "2025-03-09T12:00",
      "2025-03-10T12:00",
    ]);
  });

  test("a one-time schedule is at its time in the zone", () => {
    expect(times("at(2022-11-20T13:00:00)", "2022-01-01T00:00:00Z", 1, "America/Los_Angeles")).toEqual([
      "2022-11-20T21:00",
    ]);
  });

  test("a one-time schedule at a time that the clock skips comes an hour later", () => {
    expect(times("at(2025-03-09T02:30:00)", "2025-01-01T00:00:00Z", 1, "America/Los_Angeles")).toEqual([
      "2025-03-09T10:30",
    ]);
  });
});

describe("start and end", () => {
  const timing = { timezone: "UTC", countedFrom: at("2025-01-01T12:00:00Z") };

  test("a rate is counted from its start, and from the schedule's creation without one", () => {
    const expression = "rate(5 minutes)";
    const startAt = at("2025-01-01T12:02:00Z");

    expect(show(nextTime({ ...timing, expression }, timing.countedFrom))).toBe("2025-01-01T12:00");
    expect(show(nextTime({ ...timing, expression }, timing.countedFrom + 1))).toBe("2025-01-01T12:05");
    expect(show(nextTime({ ...timing, expression, startAt }, timing.countedFrom))).toBe("2025-01-01T12:02");
    expect(show(nextTime({ ...timing, expression, startAt }, startAt + 1))).toBe("2025-01-01T12:07");
  });

  test("no time is before the start or after the end", () => {
    const expression = "cron(0 * * * ? *)";
    const startAt = at("2025-01-01T14:30:00Z");
    const endAt = at("2025-01-01T16:00:00Z");

    expect(show(nextTime({ ...timing, expression, startAt, endAt }, timing.countedFrom))).toBe("2025-01-01T15:00");
    expect(show(nextTime({ ...timing, expression, startAt, endAt }, endAt))).toBe("2025-01-01T16:00");
    expect(nextTime({ ...timing, expression, startAt, endAt }, endAt + 1)).toBeUndefined();
  });

  test("a one-time schedule ignores both", () => {
    const expression = "at(2025-01-01T13:00:00)";
    const startAt = at("2025-02-01T00:00:00Z");

    expect(show(nextTime({ ...timing, expression, startAt, endAt: 0 }, timing.countedFrom))).toBe("2025-01-01T13:00");
    expect(nextTime({ ...timing, expression }, at("2025-01-01T13:00:01Z"))).toBeUndefined();
    expect(isOneTime(expression)).toBe(true);
    expect(isOneTime("rate(1 day)")).toBe(false);
  });

  test("a new one-time schedule whose time is over is due at once", () => {
    const expression = "at(2025-01-01T11:00:00)";

    expect(show(firstTime({ ...timing, expression }, timing.countedFrom))).toBe("2025-01-01T11:00");
    expect(show(firstTime({ ...timing, expression: "rate(1 day)" }, timing.countedFrom))).toBe("2025-01-01T12:00");
  });
});

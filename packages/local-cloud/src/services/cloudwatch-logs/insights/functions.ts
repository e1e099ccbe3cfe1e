import { asNumber, asString, formatTime, isPresent, type Value } from "./values.ts";

type Fn = (...args: Value[]) => Value;

/** The supported functions of "Supported operations and functions", by their names in lower case. */
export const functions: Record<string, { min: number; max: number; call: Fn }> = {
  ispresent: one(isPresent),
  isempty: one((value) => asString(value) === ""),
  isblank: one((value) => asString(value).trim() === ""),
  strlen: one((value) => asString(value).length),
  tolower: one((value) => string(value, (s) => s.toLowerCase())),
  toupper: one((value) => string(value, (s) => s.toUpperCase())),
  trim: one((value) => string(value, (s) => s.trim())),
  abs: one((value) => number(value, Math.abs)),
  ceil: one((value) => number(value, Math.ceil)),
  floor: one((value) => number(value, Math.floor)),
  sqrt: one((value) => number(value, Math.sqrt)),
  coalesce: { min: 1, max: 32, call: (...values) => values.find(isPresent) },
  concat: { min: 1, max: 32, call: (...values) => limited(values.map(asString).join("")) },
  strcontains: { min: 2, max: 2, call: (s, part) => (asString(s).includes(asString(part)) ? 1 : 0) },
  replace: { min: 3, max: 3, call: (s, part, by) => replaced(asString(s), asString(part), asString(by)) },
  substr: {
    min: 2,
    max: 3,
    call: (s, from, length) => {
      const start = asNumber(from) ?? 0;
      return asString(s).slice(start, length === undefined ? undefined : start + (asNumber(length) ?? 0));
    },
  },
  greatest: { min: 1, max: 32, call: (...values) => extreme(values, Math.max) },
  least: { min: 1, max: 32, call: (...values) => extreme(values, Math.min) },
  tomillis: one((value) => millis(value)),
  frommillis: one((value) => (number(value, (ms) => ms) === undefined ? undefined : formatTime(asNumber(value)!))),
};

/** In characters: the largest log event. Without a limit, a query that doubles a field thirty times would fill the memory. */
const maxLength = 1024 * 1024;

function limited(text: string): Value {
  return text.length <= maxLength ? text : undefined;
}

function replaced(text: string, part: string, by: string): Value {
  const places = part === "" ? text.length + 1 : text.split(part).length - 1;
  if (text.length + places * by.length > 2 * maxLength) return undefined;
  return limited(text.replaceAll(part, () => by));
}

/** Converts a time as `formatTime` formats it to milliseconds since 1970. */
export function millis(value: Value): number | undefined {
  const ms = Date.parse(`${asString(value).replace(" ", "T")}Z`);
  return Number.isNaN(ms) ? asNumber(value) : ms;
}

function one(call: (value: Value) => Value) {
  return { min: 1, max: 1, call };
}

function string(value: Value, change: (string: string) => string): Value {
  return isPresent(value) ? change(asString(value)) : undefined;
}

function number(value: Value, change: (number: number) => number): Value {
  const given = asNumber(value);
  return given === undefined ? undefined : change(given);
}

function extreme(values: Value[], choose: (...numbers: number[]) => number): Value {
  const numbers = values.map(asNumber).filter((value) => value !== undefined);
  return numbers.length > 0 ? choose(...numbers) : undefined;
}

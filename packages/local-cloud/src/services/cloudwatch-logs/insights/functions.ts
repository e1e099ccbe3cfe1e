import { asNumber, asString, formatTime, type Value } from "./values.ts";

type Fn = (...args: Value[]) => Value;

/** "Supported operations and functions": those for numbers, text and presence that are emulated, by their names in lower case. */
export const functions: Record<string, { least: number; most: number; call: Fn }> = {
  ispresent: one((value) => value !== undefined && value !== null),
  isempty: one((value) => asString(value) === ""),
  isblank: one((value) => asString(value).trim() === ""),
  strlen: one((value) => asString(value).length),
  tolower: one((value) => text(value, (s) => s.toLowerCase())),
  toupper: one((value) => text(value, (s) => s.toUpperCase())),
  trim: one((value) => text(value, (s) => s.trim())),
  abs: one((value) => number(value, Math.abs)),
  ceil: one((value) => number(value, Math.ceil)),
  floor: one((value) => number(value, Math.floor)),
  sqrt: one((value) => number(value, Math.sqrt)),
  coalesce: { least: 1, most: 32, call: (...values) => values.find((value) => value !== undefined && value !== null) },
  concat: { least: 1, most: 32, call: (...values) => values.map(asString).join("") },
  strcontains: { least: 2, most: 2, call: (s, part) => (asString(s).includes(asString(part)) ? 1 : 0) },
  replace: { least: 3, most: 3, call: (s, part, by) => asString(s).replaceAll(asString(part), asString(by)) },
  substr: {
    least: 2,
    most: 3,
    call: (s, from, length) => {
      const start = asNumber(from) ?? 0;
      return asString(s).slice(start, length === undefined ? undefined : start + (asNumber(length) ?? 0));
    },
  },
  greatest: { least: 1, most: 32, call: (...values) => extreme(values, Math.max) },
  least: { least: 1, most: 32, call: (...values) => extreme(values, Math.min) },
  tomillis: one((value) => millis(value)),
  frommillis: one((value) => (number(value, (ms) => ms) === undefined ? undefined : formatTime(asNumber(value)!))),
};

/** A time as the table shows it, in milliseconds since 1970. */
export function millis(value: Value): number | undefined {
  const ms = Date.parse(`${asString(value).replace(" ", "T")}Z`);
  return Number.isNaN(ms) ? asNumber(value) : ms;
}

function one(call: (value: Value) => Value) {
  return { least: 1, most: 1, call };
}

function text(value: Value, change: (text: string) => string): Value {
  return value === undefined || value === null ? undefined : change(asString(value));
}

function number(value: Value, change: (number: number) => number): Value {
  const known = asNumber(value);
  return known === undefined ? undefined : change(known);
}

function extreme(values: Value[], choose: (...numbers: number[]) => number): Value {
  const numbers = values.map(asNumber).filter((value) => value !== undefined);
  return numbers.length > 0 ? choose(...numbers) : undefined;
}

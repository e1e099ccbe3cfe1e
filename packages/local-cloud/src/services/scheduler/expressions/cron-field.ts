/** A field of a cron expression, e.g. the minutes. */
export interface CronField {
  name: string;
  least: number;
  most: number;
  /** The names of the values from `least` on, e.g. JAN. */
  names?: readonly string[];
}

export const cronFields = {
  minutes: { name: "minutes", least: 0, most: 59 },
  hours: { name: "hours", least: 0, most: 23 },
  dayOfMonth: { name: "day-of-month", least: 1, most: 31 },
  month: {
    name: "month",
    least: 1,
    most: 12,
    names: ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"],
  },
  dayOfWeek: {
    name: "day-of-week",
    least: 1,
    most: 7,
    names: ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"],
  },
  year: { name: "year", least: 1970, most: 2199 },
} satisfies Record<string, CronField>;

/** Thrown with the reason why a field is invalid. */
export class CronFieldError extends Error {}

/** The values of a field that has only the wildcards that all fields have: comma, dash, asterisk and slash. */
export function valuesIn(text: string, field: CronField): ReadonlySet<number> {
  return new Set(text.split(",").flatMap((part) => rangeOf(part, field)));
}

/** A single value, given as a number or a name. @throws CronFieldError */
export function parseValue(text: string, field: CronField): number {
  const named = field.names?.indexOf(text.toUpperCase()) ?? -1;
  const value = named >= 0 ? field.least + named : /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= field.least && value <= field.most) return value;
  throw new CronFieldError(`'${text}' is not a value from ${field.least} to ${field.most} for ${field.name}.`);
}

/** E.g. 5, MON-FRI, *, 0/10 or 8-18/2. */
function rangeOf(part: string, field: CronField): number[] {
  const [range = "", step, ...more] = part.split("/");
  if (more.length > 0) throw new CronFieldError(`'${part}' in ${field.name} has more than one slash.`);
  const [first, last] = boundsOf(range, step !== undefined, field);
  const by = step === undefined ? 1 : stepOf(step, field);
  const values: number[] = [];
  for (let value = first; value <= last; value += by) values.push(value);
  return values;
}

function boundsOf(range: string, stepped: boolean, field: CronField): [number, number] {
  if (range === "*") return [field.least, field.most];
  const [from = "", to, ...more] = range.split("-");
  if (more.length > 0) throw new CronFieldError(`'${range}' in ${field.name} has more than one dash.`);
  const first = parseValue(from, field);
  if (to === undefined) return [first, stepped ? field.most : first];
  const last = parseValue(to, field);
  if (last < first) throw new CronFieldError(`'${range}' in ${field.name} ends before it starts.`);
  return [first, last];
}

function stepOf(text: string, { name, most }: CronField): number {
  const step = /^\d+$/.test(text) ? Number(text) : 0;
  if (step < 1 || step > most) throw new CronFieldError(`'${text}' is not a valid increment for ${name}.`);
  return step;
}

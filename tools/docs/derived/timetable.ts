import { lastStep } from "@event-choreography/workshop-cli/exercises";
import { stepMinutes } from "./minutes.ts";

/** What a class does without a pause, in minutes. */
interface Unit {
  what: string;
  minutes: number;
}

interface Day {
  steps: [first: number, last: number];
  before: Unit[];
  after: Unit[];
}

const days: Day[] = [
  { steps: [1, 8], before: [{ what: "Welcome, `npm start`, booking B123", minutes: 15 }], after: [] },
  {
    steps: [9, lastStep],
    before: [],
    after: [{ what: "[Debug the article](debug-the-article.md), in pairs", minutes: 25 }],
  },
];

const startsAt = 9 * 60;
/** Nobody sits longer than this. */
const longestSitting = 120;
const pause: Unit = { what: "Break", minutes: 15 };
const lunch: Unit = { what: "Lunch", minutes: 60 };
/** A pause from noon on is lunch. */
const noon = 12 * 60;

/** A class's day, 1 or 2, by the minutes of the chapters, with its breaks. */
export async function timetable(root: string, day: number): Promise<string> {
  const { steps, before, after } = days[day - 1]!;
  const chapters: Unit[] = [];
  for (let step = steps[0]; step <= steps[1]; step++) {
    chapters.push({ what: `Step ${step}`, minutes: await stepMinutes(root, step) });
  }
  const rows = ["| At | What | Minutes |", "| --- | --- | --- |"];
  let now = startsAt;
  for (const { what, minutes } of withPauses([...before, ...chapters, ...after])) {
    rows.push(`| ${clock(now)} | ${what} | ${minutes} |`);
    now += minutes;
  }
  return [...rows, "", `It ends at ${clock(now)}.`].join("\n");
}

/** With a pause before whatever would make the sitting too long. */
export function withPauses(units: readonly Unit[]): Unit[] {
  const all: Unit[] = [];
  let now = startsAt;
  let sittingSince = now;
  let hadLunch = false;
  for (const unit of units) {
    if (now > sittingSince && now + unit.minutes - sittingSince > longestSitting) {
      const rest: Unit = !hadLunch && now >= noon ? lunch : pause;
      hadLunch ||= rest === lunch;
      all.push(rest);
      now += rest.minutes;
      sittingSince = now;
    }
    all.push(unit);
    now += unit.minutes;
  }
  return all;
}

function clock(minutes: number): string {
  const two = (value: number) => String(value).padStart(2, "0");
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}

import wrapAnsi from "wrap-ansi";
import { lastStep } from "../exercises/step-names.ts";
import { paint } from "../terminal/output.ts";
import type { StepCheck } from "./check-step.ts";
import { type Finding, type Outcome, reasonIn, type Verdict } from "./judge.ts";
import type { FoundError } from "./test-report.ts";

/** Of a whole step each exercise's first finding is shown, so that all fits on one screen; of one exercise more. */
const shownOfMany = 1;
const shownOfOne = 3;
/** With the exercise's title and what is next, a screen of 24 lines. */
const mostLines = 19;
/** The same, of a whole step: the command that was typed and the next prompt stand on the screen, too. */
const mostLinesOfMany = 20;

/** A check's result as lines for the terminal: one a passed exercise, some for what is not right yet. */
export function describeCheck({ verdicts, others }: StepCheck, step: number): string[] {
  const most = verdicts.length === 1 ? shownOfOne : shownOfMany;
  const said = new Set<string>();
  const lines = onOneScreen(verdicts.map((verdict) => describeVerdict(verdict, most, said)));
  for (const { title, errors } of others.slice(0, most)) {
    lines.push(`${paint.red("around it  ")} ${title}`, ...indent(errors.slice(0, 1).map(inOneLine)));
  }
  return [...lines, "", whatNext(verdicts, others.length, step)];
}

/** One exercise after the other is worked on: where all of it is too long, the last ones are only named. */
function onOneScreen(described: string[][]): string[] {
  const shown = [...described];
  const rows = Math.max(mostLinesOfMany, (process.stdout.rows ?? 0) - 4);
  for (let last = shown.length - 1; last > 0 && shown.flat().length > rows; last--) {
    shown[last] = shown[last]!.slice(0, 1);
  }
  return shown.flat();
}

/** `said` is what was said of the exercises before: what keeps several from running is said once. */
function describeVerdict({ number, title, outcome, findings }: Verdict, most: number, said: Set<string>): string[] {
  const head = `${mark(outcome)} ${paint.bold(number)} ${title}`;
  const what = findings[0]?.message ?? "";
  if (outcome === "broken" && said.has(what)) return [head, ...indent([paint.dim("for the same reason")])];
  said.add(what);
  const [first = [], ...others] = findings
    .slice(0, most)
    .map((finding, index) => indent(describeFinding(finding, findings[index - 1])));
  const shown = [first];
  for (const other of others) {
    if (shown.flat().length + other.length > mostLines) break;
    shown.push(other);
  }
  const more = findings.length - shown.length;
  const where = most === shownOfOne ? "once this is mended" : `npx workshop check ${number}`;
  return [head, ...shown.flat(), ...(more > 0 ? indent([paint.dim(`and ${more} more: ${where}`)]) : [])];
}

/** What was said of the finding before is not said again. */
function describeFinding({ message, why, mend, seen, expected, place }: Finding, before?: Finding): string[] {
  const lines = message.split("\n").slice(0, 3);
  if (why && why !== before?.why) lines.push(labelled("because", why));
  if (mend && mend !== before?.mend) lines.push(labelled("mend", mend));
  if (expected !== undefined) {
    // An assertion that something is not so.
    const wanted = seen === expected ? "anything but that" : inShort(expected);
    lines.push(labelled("seen", inShort(seen)), labelled("expected", wanted));
  }
  return [...lines, paint.dim(labelled("at", `${place.file}:${place.line}`))];
}

function inOneLine(error: FoundError): string {
  return (reasonIn(error) ?? error.message).split("\n")[0] ?? "";
}

function labelled(label: string, text: string): string {
  return `${label.padEnd(9)} ${text}`;
}

function mark(outcome: Outcome): string {
  if (outcome === "passed") return paint.green("passed     ");
  return outcome === "broken" ? paint.red("broken     ") : paint.yellow("not yet    ");
}

/** Values are printed by the test runner over several lines; here they have one. */
function inShort(value: string | undefined): string {
  const text = (value ?? "nothing").replaceAll(/\s+/g, " ").trim() || '""';
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

/** Below the exercise's title; long lines are broken there, too, and not at the terminal's edge. */
function indent(lines: string[]): string[] {
  const width = Math.min(process.stdout.columns || 80, 100) - 12;
  return lines.flatMap((line) => {
    const lead = labelOf(line);
    const parts = wrapAnsi(line.slice(lead.length), width - lead.length, { hard: true }).split("\n");
    return parts.map((part, index) => `            ${index === 0 ? lead : " ".repeat(lead.length)}${part}`);
  });
}

/** "because   ", what `labelled` puts before a text. */
function labelOf(line: string): string {
  const [label = ""] = /^\S{2,8} +/.exec(line) ?? [];
  return label.length === 10 ? label : "";
}

function whatNext(verdicts: readonly Verdict[], others: number, step: number): string {
  const allOpen = verdicts.filter(({ outcome }) => outcome !== "passed");
  const open = allOpen.find(({ waitsFor }) => waitsFor === undefined) ?? allOpen[0];
  const { file, line } = open?.findings[0]?.place ?? open?.place ?? { file: "", line: 0 };
  if (open) return `Next: ${file}:${line}. Stuck? ${paint.bold(`npx workshop hint ${open.number}`)}`;
  if (others > 0)
    return `Your exercises pass, but something around them was changed. See: ${paint.bold("npx workshop diff")}`;
  // One was asked for, so nothing is known of the others.
  if (verdicts.length === 1) return `Passed. How the whole step stands: ${paint.bold(`npx workshop check ${step}`)}`;
  if (step < lastStep)
    return `All of it passes. Deploy it: ${paint.bold("npx workshop up")}. Then: ${paint.bold(`npx workshop begin ${step + 1}`)}`;
  return `All of it passes, and this was the last step. Deploy it: ${paint.bold("npx workshop up")}`;
}

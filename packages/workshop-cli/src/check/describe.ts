import wrapAnsi from "wrap-ansi";
import { lastTaughtStep } from "../exercises/step-names.ts";
import { paint } from "../terminal/output.ts";
import type { StepCheck } from "./check-step.ts";
import { type Finding, type Outcome, reasonIn, type Verdict } from "./judge.ts";
import type { FoundError } from "./test-report.ts";

/** Findings shown per exercise of a whole step, so that the step fits on one screen, and of a single exercise. */
const shownOfMany = 1;
const shownOfOne = 3;
/** Lines of one exercise's findings: with its title and the next step they fill a screen of 24 lines. */
const mostLines = 19;
/** Lines of a whole step: the command line and the next prompt are also on the screen. */
const mostLinesOfMany = 20;

/** A check's result as lines for the terminal: one line per passed exercise, several for an open one. */
export function describeCheck({ verdicts, others, deployed }: StepCheck, step: number): string[] {
  const most = verdicts.length === 1 ? shownOfOne : shownOfMany;
  const shown = new Set<string>();
  const lines = onOneScreen(verdicts.map((verdict) => describeVerdict(verdict, most, shown)));
  // While an exercise is open, its mistake may be the cause of these, too.
  const shownOthers = verdicts.every(({ outcome }) => outcome === "passed") ? most : shownOfMany;
  for (const { title, errors } of others.slice(0, shownOthers)) {
    const outside = [`${paint.red("outside    ")} ${title}`, ...indent(errors.slice(0, 1).map(inOneLine))];
    if (verdicts.length === 1 && lines.length + outside.length > mostLines + 2) break;
    lines.push(...outside);
  }
  for (const { title, errors } of deployed.slice(0, most)) {
    lines.push(`${paint.red("deployed   ")} ${title}`, ...indent(errors.slice(0, 1).map(inOneLine)));
  }
  return [...lines, "", deployed.length > 0 ? notDeployed : whatNext(verdicts, others.length, step)];
}

/** Learners work on one exercise after the other: if all of them do not fit, only the titles of the last ones are shown. */
function onOneScreen(described: string[][]): string[] {
  const shown = [...described];
  const rows = Math.max(mostLinesOfMany, (process.stdout.rows ?? 0) - 4);
  for (let last = shown.length - 1; last > 0 && shown.flat().length > rows; last--) {
    shown[last] = shown[last]!.slice(0, 1);
  }
  return shown.flat();
}

/** `shownBefore` holds the messages of earlier exercises: a problem that breaks several exercises is shown once. */
function describeVerdict(
  { number, title, outcome, findings, tries = 1 }: Verdict,
  most: number,
  shownBefore: Set<string>,
): string[] {
  const head = `${mark(outcome)} ${paint.bold(number)} ${title}`;
  const what = findings[0]?.message ?? "";
  if (outcome === "broken" && shownBefore.has(what)) return [head, ...indent([paint.dim("for the same reason")])];
  shownBefore.add(what);
  const [first = [], ...others] = findings
    .slice(0, most)
    .map((finding, index) => indent(describeFinding(finding, tries, findings[index - 1])));
  const shown = [first];
  for (const other of others) {
    if (shown.flat().length + other.length > mostLines) break;
    shown.push(other);
  }
  const more = findings.length - shown.length;
  const where = most === shownOfOne ? "fix this first" : `npx workshop check ${number}`;
  return [head, ...shown.flat(), ...(more > 0 ? indent([paint.dim(`and ${more} more: ${where}`)]) : [])];
}

/**
 * Leaves out what is the same as in the finding before. What was expected is often the solution, so the first try
 * shows only the cause and what was seen.
 */
function describeFinding(
  { message, why, fix, seen, expected, place }: Finding,
  tries: number,
  before?: Finding,
): string[] {
  const lines = message.split("\n").slice(0, 3);
  if (why && why !== before?.why) lines.push(labelled("because", why));
  if (fix && fix !== before?.fix) lines.push(labelled("fix", fix));
  // That a condition is false says less than the reason.
  const saysNothing = why !== undefined && (seen === "true" || seen === "false");
  if (expected !== undefined && !saysNothing) {
    // Equal values come from a negated assertion.
    const isNegated = seen === expected;
    lines.push(labelled("seen", inShort(seen)));
    // What a learner's own test expects is no solution.
    if (isNegated) {
      // A reason says more.
      if (!why) lines.push(labelled("expected", "anything else"));
    } else if (tries > 1 || place.file.endsWith(".test.ts")) lines.push(labelled("expected", inShort(expected)));
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

/** A value in one line; the test runner prints it over several. */
function inShort(value: string | undefined): string {
  const text = (value ?? "nothing").replaceAll(/\s+/g, " ").trim() || '""';
  return text.length > 160 ? `${text.slice(0, 157)}...` : text;
}

/** Indents lines below the exercise's title, and wraps long ones. */
function indent(lines: string[]): string[] {
  const width = Math.min(process.stdout.columns || 80, 100) - 12;
  return lines.flatMap((line) => {
    const lead = labelOf(line);
    const parts = wrapAnsi(line.slice(lead.length), width - lead.length, { hard: true }).split("\n");
    return parts.map((part, index) => `            ${index === 0 ? lead : " ".repeat(lead.length)}${part}`);
  });
}

/** The label that `labelled` puts in front: "because   ". */
function labelOf(line: string): string {
  const [label = ""] = /^\S{2,8} +/.exec(line) ?? [];
  return label.length === 10 ? label : "";
}

const notDeployed =
  "Your exercises pass, but the step does not work when it is deployed. What is different from the workshop's code? " +
  `See: ${paint.bold("npx workshop diff")}`;

function whatNext(verdicts: readonly Verdict[], others: number, step: number): string {
  const allOpen = verdicts.filter(({ outcome }) => outcome !== "passed");
  const open = allOpen.find(({ waitsFor }) => waitsFor === undefined) ?? allOpen[0];
  const { file, line } = open?.findings[0]?.place ?? open?.place ?? { file: "", line: 0 };
  if (open) return `Next: ${file}:${line}. Stuck? ${paint.bold(`npx workshop hint ${open.number}`)}`;
  if (others > 0)
    return `Your exercises pass, but something outside them was changed. See: ${paint.bold("npx workshop diff")}`;
  // Only one exercise was checked.
  if (verdicts.length === 1) return `Passed. Check the whole step: ${paint.bold(`npx workshop check ${step}`)}`;
  if (step < lastTaughtStep)
    return `All exercises pass. Deploy them: ${paint.bold("npx workshop up")}. Then: ${paint.bold(`npx workshop begin ${step + 1}`)}`;
  return `All exercises pass, and this was the last step. Deploy them: ${paint.bold("npx workshop up")}`;
}

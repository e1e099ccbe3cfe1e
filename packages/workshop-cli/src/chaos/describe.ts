import { paint, paragraph, table } from "../terminal/output.ts";
import type { Answer, Lab, Outcome } from "./lab.ts";

/** The result of a lab with the handlers of one step. */
export interface LabRun {
  step: number;
  outcomes: Outcome[];
  /** The answer that holds; undefined if none does. */
  answer?: Answer;
}

export function describeLab(lab: Lab, number: number): string[] {
  return [paint.bold(`Lab ${number}: ${lab.title}`), ...paragraph(lab.scenario), ""];
}

export function describeQuestion({ question, answers }: Lab): string[] {
  return [question, ...answers.map(({ letter, text }) => `  ${paint.bold(letter)}  ${text}`)];
}

/** One line per booking, with its counts. */
export function describeRun({ step, outcomes, answer }: LabRun): string[] {
  const head = ["", "answer", "state", "charges", "refunds", "seat", "TicketIssued", "messages", "waiting"];
  const rows = outcomes.map((one) => [
    one.who,
    String(one.answered),
    one.state ?? "none",
    String(one.charges),
    String(one.refunds),
    one.seats.join(" ") || "none",
    String(one.tickets),
    String(one.messages),
    waiting(one),
  ]);
  return [
    `With ${handlersOf(step)}:`,
    ...table([head.map((cell) => paint.dim(cell)), ...rows]),
    answer ? `  → ${paint.bold(answer.letter)}  ${answer.text}` : `  → ${paint.yellow("none of the answers matches")}`,
  ];
}

/** "step 8's handlers" */
export function handlersOf(step: number): string {
  return step > 9 ? `step 9's handlers (step ${step} is deployed)` : `step ${step}'s handlers`;
}

/** Why it happened. What step 9 changes is told only by a run with its handlers. */
export function describeExplanation({ explanation, from9 }: Lab, runs: readonly LabRun[]): string[] {
  const isFrom9 = runs.some(({ step }) => step >= 9);
  return paragraph(isFrom9 && from9 !== undefined ? `${explanation} ${from9}` : explanation);
}

function waiting({ undelivered, unhandled }: Outcome): string {
  if (undelivered + unhandled === 0) return "nothing";
  return [undelivered && `${undelivered} undelivered`, unhandled && `${unhandled} unhandled`]
    .filter(Boolean)
    .join(", ");
}

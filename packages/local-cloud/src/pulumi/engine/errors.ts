import type { SourceLine } from "./source-line.ts";

/** What went wrong at one resource, or in the program (then without a URN). */
export interface Problem {
  message: string;
  urn?: string;
  type?: string;
  /** The logical name. */
  name?: string;
  /** Where the program makes the resource, or where the program itself failed. */
  source?: SourceLine;
}

/** A deployment that did not come to its end. What it had done stays, and the next one goes on from there. */
export class DeploymentError extends Error {
  override name = "DeploymentError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemText).join("\n"));
    this.problems = problems;
  }
}

/** The stack itself is in no state to be worked on. */
export class StackError extends Error {
  override name = "StackError";
}

function problemText({ message, type, name, source }: Problem): string {
  const where = source ? ` (${source.display})` : "";
  return name === undefined ? `${message}${where}` : `${name}, ${type}${where}: ${message}`;
}

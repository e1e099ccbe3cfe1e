import type { SourceLine } from "./source-line.ts";

/** An error at one resource, or in the program (then without a URN). */
export interface Problem {
  message: string;
  urn?: string;
  type?: string;
  /** The logical name. */
  name?: string;
  /** Where the program constructs the resource, or where the program itself failed. */
  source?: SourceLine;
}

/** A deployment that did not complete. What it did is in the state, and the next deployment continues from there. */
export class DeploymentError extends Error {
  override name = "DeploymentError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(problemText).join("\n"));
    this.problems = problems;
  }
}

function problemText({ message, type, name, source }: Problem): string {
  const where = source ? ` (${source.display})` : "";
  return name === undefined ? `${message}${where}` : `${name}, ${type}${where}: ${message}`;
}

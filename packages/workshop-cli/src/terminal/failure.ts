/**
 * Something that a person can mend: what was wrong, and what to do about it. It is printed
 * as it stands, without a stack trace, and ends the command with `exitCode`.
 */
export class Failure extends Error {
  /** What to do next, on lines of its own. */
  readonly mend: string;
  readonly exitCode: number;

  constructor(message: string, mend = "", exitCode = 1) {
    super(message);
    this.name = "Failure";
    this.mend = mend;
    this.exitCode = exitCode;
  }
}

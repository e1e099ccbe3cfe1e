/**
 * An error that a person can fix: what went wrong, and what to do. It is printed without a stack
 * trace, and ends the command with `exitCode`.
 */
export class Failure extends Error {
  /** What to do, printed on its own lines. */
  readonly fix: string;
  readonly exitCode: number;

  constructor(message: string, fix = "", exitCode = 1) {
    super(message);
    this.name = "Failure";
    this.fix = fix;
    this.exitCode = exitCode;
  }
}

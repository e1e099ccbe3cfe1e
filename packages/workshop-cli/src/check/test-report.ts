/** The result of one test. */
export interface TestFinding {
  /** Relative to the root. */
  file: string;
  /** Without the groups around it: "3.2 lets only this rule invoke the payment function". */
  title: string;
  state: "passed" | "failed" | "skipped";
  errors: FoundError[];
}

export interface FoundError {
  message: string;
  /** The seen and the expected value, if the assertion has them. */
  actual?: string;
  expected?: string;
  /** The stack's places in the repository's own code, innermost first. Files are relative to the root, lines start at 1. */
  places: { file: string; line: number }[];
}

/** The result of running some test files. */
export interface TestReport {
  tests: TestFinding[];
  /** Files that could not be run, or whose setup failed, each with the error. */
  fileErrors: { file: string; error: FoundError }[];
}

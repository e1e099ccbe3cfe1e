/** What one test found. */
export interface TestFinding {
  /** Relative to the root. */
  file: string;
  /** With the groups it stands in before it: "3.2 lets only this rule invoke the payment function". */
  title: string;
  state: "passed" | "failed" | "skipped";
  errors: FoundError[];
}

export interface FoundError {
  message: string;
  /** What was seen and what was expected, where the assertion says so. */
  actual?: string;
  expected?: string;
  /** Relative to the root, with lines from 1: the places of the repository's own code in the stack, innermost first. */
  places: { file: string; line: number }[];
}

/** What a run of some test files found. */
export interface TestReport {
  tests: TestFinding[];
  /** Files that could not be run at all, or whose preparation failed, with the error. */
  fileErrors: { file: string; error: FoundError }[];
}

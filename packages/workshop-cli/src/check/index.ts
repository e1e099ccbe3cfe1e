export { describeCheck } from "./describe.ts";
export { judge, type Outcome, otherFailures, type Verdict } from "./judge.ts";
export { faultFindings, titlesOf, unnoticed, withFault } from "./learner-tests.ts";
export { runTests } from "./run-step-tests.ts";
export { testFiles } from "./test-files.ts";
export type { TestFinding, TestReport } from "./test-report.ts";
export { TypeChecker, type TypeFault } from "./type-checker.ts";

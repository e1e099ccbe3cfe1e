import type { Exercise, Fault } from "../../steps/exercise.ts";
import type { Workshop } from "../exercises/workshop.ts";
import type { Finding, Verdict } from "./judge.ts";
import { runTests } from "./run-step-tests.ts";
import type { TestReport } from "./test-report.ts";

/** The mistakes that a learner's own test does not notice. */
export async function faultFindings(
  { workspace }: Pick<Workshop, "workspace">,
  { number, place }: Pick<Verdict, "number" | "place">,
  { provedBy, faults = [] }: Pick<Exercise, "provedBy" | "faults">,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const reports = await Promise.all(
    faults.map((fault) => runTests(workspace, { files: provedBy, fault, titles: titlesOf(number), signal })),
  );
  return unnoticed({ number, place }, faults, reports);
}

/** Of these mistakes those that no test of the exercise noticed when it was run against them. */
export function unnoticed(
  { number, place }: Pick<Verdict, "number" | "place">,
  faults: readonly Fault[],
  reports: readonly TestReport[],
): Finding[] {
  const titles = titlesOf(number);
  const isNoticed = ({ tests }: TestReport) =>
    tests.some(({ title, state }) => titles.test(title) && state === "failed");
  return faults
    .filter((_, index) => !isNoticed(reports[index]!))
    .map(({ mistake, file }) => ({
      message: `your test does not notice that ${mistake}`,
      why: `we put that mistake into ${file}, and no test of ${number} failed`,
      place,
    }));
}

function titlesOf(number: string): RegExp {
  return new RegExp(`^${number.replace(".", "\\.")} `);
}

import type { Exercise, Fault } from "../../../../steps/exercise.ts";
import type { Workshop } from "../exercises/workshop.ts";
import type { Finding, Verdict } from "./judge.ts";
import { runTests } from "./run-step-tests.ts";
import type { TestReport } from "./test-report.ts";

/** The mistakes that a learner's own test does not notice. */
export async function faultFindings(
  { workspace, originals }: Pick<Workshop, "workspace" | "originals">,
  { number, place }: Pick<Verdict, "number" | "place">,
  { provedBy, faults = [] }: Pick<Exercise, "provedBy" | "faults">,
  signal?: AbortSignal,
): Promise<Finding[]> {
  const reports = await Promise.all(
    faults.map((fault) =>
      runTests(workspace, { files: provedBy, texts: withFault(originals, fault), titles: titlesOf(number), signal }),
    ),
  );
  return unnoticed({ number, place }, faults, reports);
}

/** The one file that reads differently with this mistake. @throws Error if the mistake has no place, or several. */
export function withFault(originals: ReadonlyMap<string, string>, { file, find, replace }: Fault): Map<string, string> {
  const text = originals.get(file) ?? "";
  if (text.split(find).length !== 2) throw new Error(`"${find}" should stand once in ${file}.`);
  return new Map([[file, text.replace(find, () => replace)]]);
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

/** The titles of the tests that prove this exercise. */
export function titlesOf(number: string): RegExp {
  return new RegExp(`^${number.replace(".", "\\.")} `);
}

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

/** The path and text of the file that contains this mistake. @throws Error unless the text to replace occurs exactly once. */
export function withFault(originals: ReadonlyMap<string, string>, { file, find, replace }: Fault): Map<string, string> {
  const text = originals.get(file) ?? "";
  if (text.split(find).length !== 2) throw new Error(`"${find}" must occur exactly once in ${file}.`);
  return new Map([[file, text.replace(find, () => replace)]]);
}

/** A finding for each of these mistakes that no test of the exercise noticed. */
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

/** Matches the titles of this exercise's tests. */
export function titlesOf(number: string): RegExp {
  return new RegExp(`^${number.replace(".", "\\.")} `);
}

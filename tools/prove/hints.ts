import type { Workshop } from "@event-choreography/workshop-cli/exercises";
import { readStepNotes } from "@event-choreography/workshop-cli/exercises";

const mostWords = 60;

/** What is wrong with the hints, minutes and proofs of these steps' exercises. */
export async function hintProblems({ catalogue }: Workshop, steps: readonly number[]): Promise<string[]> {
  const problems: string[] = [];
  for (const step of steps) {
    const notes = await readStepNotes(step);
    const inCode = catalogue.ofStep(step).map(({ number }) => number);
    for (const number of Object.keys(notes)) {
      if (!inCode.includes(number)) problems.push(`${number} has hints, and no region in the code`);
    }
    for (const number of inCode) problems.push(...problemsOf(number, notes[number as keyof typeof notes]));
  }
  return problems;
}

function problemsOf(number: string, notes: Awaited<ReturnType<typeof readStepNotes>>["1.1"] | undefined): string[] {
  if (!notes) return [`${number} has a region in the code, and no hints`];
  const problems: string[] = [];
  if (!(notes.minutes >= 5 && notes.minutes <= 15))
    problems.push(`${number} takes ${notes.minutes} minutes; allowed are 5 to 15`);
  if (new Set(notes.hints).size !== 3) problems.push(`${number} should have three different hints`);
  for (const hint of notes.hints) {
    const words = hint.split(/\s+/).filter(Boolean).length;
    if (words === 0 || words > mostWords)
      problems.push(`${number} has a hint of ${words} words; allowed are 1 to ${mostWords}`);
  }
  return problems;
}

import type { Workshop } from "@event-choreography/workshop-cli/exercises";
import { readStepNotes } from "@event-choreography/workshop-cli/exercises";

const maxWords = 60;

/** The problems with the hints and minutes of these steps' exercises, one sentence each. */
export async function hintProblems({ catalogue }: Workshop, steps: readonly number[]): Promise<string[]> {
  const problems: string[] = [];
  for (const step of steps) {
    const notes = await readStepNotes(step);
    const inCode = catalogue.ofStep(step).map(({ number }) => number);
    for (const number of Object.keys(notes)) {
      if (!inCode.includes(number)) problems.push(`${number} has hints, but no region in the code`);
    }
    for (const number of inCode) problems.push(...problemsOf(number, notes[number as keyof typeof notes]));
  }
  return problems;
}

function problemsOf(number: string, notes: Awaited<ReturnType<typeof readStepNotes>>["1.1"] | undefined): string[] {
  if (!notes) return [`${number} has a region in the code, but no hints`];
  const problems: string[] = [];
  if (!(notes.minutes >= 5 && notes.minutes <= 15))
    problems.push(`${number} takes ${notes.minutes} minutes, but must take 5 to 15`);
  if (new Set(notes.hints).size !== 3) problems.push(`${number} must have three different hints`);
  for (const hint of notes.hints) {
    const words = hint.split(/\s+/).filter(Boolean).length;
    if (words === 0 || words > maxWords)
      problems.push(`${number} has a hint of ${words} words, but 1 to ${maxWords} are allowed`);
  }
  return problems;
}

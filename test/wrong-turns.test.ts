import { describeCheck } from "@event-choreography/workshop-cli/check";
import { openWorkshop } from "@event-choreography/workshop-cli/exercises";
import { beforeAll, expect, test } from "vitest";
import { type CheckResult, checkAnswers } from "./wrong-turns/check-answers.ts";
import { wrongAnswers } from "./wrong-turns/index.ts";
import type { WrongAnswer } from "./wrong-turns/wrong-answer.ts";

let results: Map<WrongAnswer, CheckResult>;

beforeAll(async () => {
  results = await checkAnswers(openWorkshop(), wrongAnswers);
  // Takes seconds on an idle machine, and minutes on a busy one.
}, 600_000);

test("there are at least thirty wrong answers, over the first six steps", () => {
  const steps = new Set(wrongAnswers.map(({ exercise }) => exercise.split(".")[0]));

  expect(wrongAnswers.length).toBeGreaterThanOrEqual(30);
  expect([...steps]).toEqual(expect.arrayContaining(["1", "2", "3", "4", "5", "6"]));
});

test.each(wrongAnswers.map((answer) => [`${answer.exercise} ${answer.title}`, answer] as const))("%s", (_, answer) => {
  const result = results.get(answer)!;
  const { verdict, others, text } = result;
  const screen = describeCheck({ verdicts: [verdict], others }, Number.parseInt(answer.exercise, 10));
  const shown = screen.join("\n");

  expect(verdict.outcome, shown).toBe(answer.outcome);
  for (const phrase of answer.phrases) expect(firstFinding(result), shown).toContain(phrase);
  expect(screen.length, shown).toBeLessThan(24);
  if (answer.line) expect(text!.split("\n")[verdict.findings[0]!.place.line - 1], shown).toContain(answer.line);
});

/** The finding that is shown first, in one line. */
function firstFinding({ verdict, others }: CheckResult): string {
  const [finding] = verdict.findings;
  if (!finding) return others.map(({ title, errors }) => `${title} ${errors[0]?.message}`).join("\n");
  const { message, why, fix, seen, expected } = finding;
  return [message, why, fix, seen, expected].join("\n").replaceAll(/\s+/g, " ");
}

import { describeCheck } from "@event-choreography/workshop-cli/check";
import { openWorkshop } from "@event-choreography/workshop-cli/exercises";
import { beforeAll, describe, expect, test } from "vitest";
import type { Answer, WrongAnswer } from "./answer-bank/answer.ts";
import { type CheckResult, checkAnswers } from "./answer-bank/check-answers.ts";
import { answers, isRight, isWrong } from "./answer-bank/index.ts";
import { chooseAnswers } from "./answer-bank/sample.ts";
import { solutionLinesIn } from "./answer-bank/solution-lines.ts";

// The whole bank takes minutes, so `npm test` checks a sample. ANSWERS=all checks all of it, ANSWERS=wrong the
// wrong ones, as CI does, ANSWERS=4 step 4, and ANSWERS=4.2 one exercise.
const { ANSWERS: wanted, ANSWERS_SEED: seed = String(Math.floor(Math.random() * 1e9)) } = process.env;
const chosen = chooseAnswers(answers, wanted, Number(seed));
const wrong = chosen.filter(isWrong);
const right = chosen.filter(isRight);
const workshop = openWorkshop();
let results: Map<Answer, CheckResult>;

beforeAll(async () => {
  const which = wanted ? `ANSWERS=${wanted}` : `a sample, ANSWERS_SEED=${seed}`;
  console.log(`${wrong.length} wrong and ${right.length} right answers (${which})`);
  results = await checkAnswers(workshop, chosen);
}, 1_800_000);

test("every exercise has at least six wrong answers and two right ones", () => {
  const short = workshop.catalogue.exercises.flatMap(({ number }) => {
    const own = answers.filter(({ exercise }) => exercise === number);
    const counts = { wrong: own.filter(isWrong).length, right: own.filter(isRight).length };
    return counts.wrong < 6 || counts.right < 2 ? [{ number, ...counts }] : [];
  });

  expect(short).toEqual([]);
});

describe.each(wrong.map((answer) => [nameOf(answer), answer] as const))("wrong: %s", (_, answer) => {
  test("is told its cause", () => {
    const result = results.get(answer)!;
    const { verdict } = result;
    const screen = screenOf(answer);
    const shown = screen.join("\n");

    expect(verdict.outcome, shown).toBe(answer.outcome);
    for (const phrase of answer.phrases) expect(firstFinding(result), shown).toContain(phrase);
    expect(screen.length, shown).toBeLessThan(24);
    if (answer.line) expect(lineAt(answer), shown).toContain(answer.line);
  });

  test("is not told the solution", () => {
    expect(solutionLinesIn(screenOf(answer).join(" "), workshop, answer)).toEqual([]);
  });
});

test.each(right.map((answer) => [nameOf(answer), answer] as const))("right: %s", (_, answer) => {
  const { verdict, others } = results.get(answer)!;

  expect(verdict.outcome, screenOf(answer).join("\n")).toBe("passed");
  expect(others, screenOf(answer).join("\n")).toEqual([]);
});

function nameOf({ exercise, title }: Answer): string {
  return `${exercise} ${title}`;
}

/** What a learner sees after the first try. While the exercise is open, failures elsewhere are not shown. */
function screenOf(answer: Answer): string[] {
  const { verdict, others } = results.get(answer)!;
  return describeCheck(
    { verdicts: [verdict], others: verdict.outcome === "passed" ? others : [], deployed: [] },
    Number.parseInt(answer.exercise, 10),
  );
}

function lineAt(answer: WrongAnswer): string | undefined {
  const { verdict, files } = results.get(answer)!;
  const { file, line } = verdict.findings[0]!.place;
  return files.get(file)?.split("\n")[line - 1];
}

/** The finding that is shown first, in one line. */
function firstFinding({ verdict, others }: CheckResult): string {
  const [finding] = verdict.findings;
  if (!finding) return others.map(({ title, errors }) => `${title} ${errors[0]?.message}`).join("\n");
  const { message, why, fix, seen } = finding;
  return [message, why, fix, seen].join("\n").replaceAll(/\s+/g, " ");
}

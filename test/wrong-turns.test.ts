import { describeCheck } from "@event-choreography/workshop-cli/check";
import { openWorkshop } from "@event-choreography/workshop-cli/exercises";
import { beforeAll, expect, test } from "vitest";
import { wrongTurns } from "./wrong-turns/index.ts";
import { type Found, takeAll } from "./wrong-turns/take.ts";
import type { WrongTurn } from "./wrong-turns/wrong-turn.ts";

let found: Map<WrongTurn, Found>;

beforeAll(async () => {
  found = await takeAll(openWorkshop(), wrongTurns);
  // Seconds on a machine of its own; minutes on one that does much else.
}, 600_000);

test("are at least thirty, over all of the first six steps", () => {
  const steps = new Set(wrongTurns.map(({ exercise }) => exercise.split(".")[0]));

  expect(wrongTurns.length).toBeGreaterThanOrEqual(30);
  expect([...steps]).toEqual(expect.arrayContaining(["1", "2", "3", "4", "5", "6"]));
});

test.each(wrongTurns.map((turn) => [`${turn.exercise} ${turn.turn}`, turn] as const))("%s", (_, turn) => {
  const { verdict, others, text } = found.get(turn)!;
  const screen = describeCheck({ verdicts: [verdict], others }, Number.parseInt(turn.exercise, 10));
  const shown = screen.join("\n");

  expect(verdict.outcome, shown).toBe(turn.outcome === "around it" ? "passed" : turn.outcome);
  for (const phrase of turn.says) expect(firstSaid(found.get(turn)!), shown).toContain(phrase);
  expect(screen.length, shown).toBeLessThan(24);
  if (turn.at) expect(text!.split("\n")[verdict.findings[0]!.place.line - 1], shown).toContain(turn.at);
});

/** What is shown first, whichever way its lines are broken. */
function firstSaid({ verdict, others }: Found): string {
  const [finding] = verdict.findings;
  if (!finding) return others.map(({ title, errors }) => `${title} ${errors[0]?.message}`).join("\n");
  const { message, why, fix, seen, expected } = finding;
  return [message, why, fix, seen, expected].join("\n").replaceAll(/\s+/g, " ");
}

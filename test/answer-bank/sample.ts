import { Random } from "@event-choreography/local-cloud/testing";
import { groupBy } from "../invariants/snapshot.ts";
import type { Answer } from "./answer.ts";
import { isRight, isWrong } from "./index.ts";

/**
 * The answers to check: all of them, all of one step or exercise, or a sample with a wrong answer of each exercise and a right one
 * of each step, drawn from the seed.
 *
 * @param wanted "all", "wrong" (all wrong ones, with the sample's right ones), the number of a step or an exercise, or
 *   undefined for the sample
 */
export function chooseAnswers(answers: readonly Answer[], wanted: string | undefined, seed: number): Answer[] {
  if (wanted === "all") return [...answers];
  const stepOf = ({ exercise }: Answer) => exercise.split(".")[0]!;
  if (wanted && wanted !== "wrong")
    return answers.filter((answer) => [stepOf(answer), answer.exercise].includes(wanted));
  const random = new Random(seed);
  const wrong = answers.filter(isWrong);
  const oneOf = (group: Answer[]) => group[random.below(group.length)]!;
  return [
    ...(wanted === "wrong" ? wrong : [...groupBy(wrong, ({ exercise }) => exercise).values()].map(oneOf)),
    ...[...groupBy(answers.filter(isRight), stepOf).values()].map(oneOf),
  ];
}

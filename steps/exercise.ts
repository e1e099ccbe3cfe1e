/**
 * What a learner may ask about an exercise. What to write stands in the code, between
 * `//#region 3.2 …` and `//#endregion`, and its title there is the task.
 */
export interface Exercise {
  minutes: number;
  /** From a nudge to nearly the answer. */
  hints: readonly [string, string, string];
  /** The files whose tests prove it: those whose titles begin with the exercise's number. */
  provedBy: readonly string[];
  /** Where the learner writes the test: mistakes in the code, each of which that test must notice. */
  faults?: readonly Fault[];
}

/** One small mistake: the only place in `file` where `find` stands reads `replace` instead. */
export interface Fault {
  /** What the mistake is, as the learner reads it: "the limit itself is declined". */
  mistake: string;
  file: string;
  find: string;
  replace: string;
}

/** A step's exercises by number, e.g. "3.2". */
export type Exercises = Readonly<Record<`${number}.${number}`, Exercise>>;

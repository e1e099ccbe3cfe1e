/**
 * The notes to an exercise. The code to write is in the source, between `//#region 3.2 …` and
 * `//#endregion`; the title of the region is the task.
 */
export interface Exercise {
  minutes: number;
  /** Three hints, from a nudge to nearly the answer. */
  hints: readonly [string, string, string];
  /** The test files that check it: the tests whose titles begin with the exercise's number. */
  provedBy: readonly string[];
  /** If the learner writes a test: mistakes in the code that the test must notice. */
  faults?: readonly Fault[];
}

/** One small mistake: the single occurrence of `find` in `file` is replaced by `replace`. */
export interface Fault {
  /** The mistake as the learner reads it, e.g. "an amount at the limit is declined". */
  mistake: string;
  file: string;
  find: string;
  replace: string;
}

/** A step's exercises by number, e.g. "3.2". */
export type Exercises = Readonly<Record<`${number}.${number}`, Exercise>>;

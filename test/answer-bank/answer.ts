import type { Outcome } from "@event-choreography/workshop-cli/check";

/** A learner's answer to an exercise. All other exercises are solved. */
export type Answer = RightAnswer | WrongAnswer;

interface Written {
  /** What the learner did: "puts the target on the default bus". */
  title: string;
  exercise: ExerciseNumber;
  /** How the learner's code differs from the solution. */
  edits: readonly Edit[];
}

/** It differs from the solution, and is as good: the check passes, flow tests included. */
export interface RightAnswer extends Written {
  outcome: "right";
}

/** The check must say what is wrong, and must not give the solution away. */
export interface WrongAnswer extends Written {
  /** The check's verdict on the exercise. */
  outcome: Outcome;
  /** Phrases that name the cause. The check must show all of them first. */
  phrases: readonly string[];
  /** Text in the line that the check must point to. Undefined if any line of the region will do. */
  line?: string;
}

type ExerciseNumber = `${number}.${number}`;

export type Edit =
  /** The content of the exercise's regions, in their order; regions without one keep the solution. */
  | { bodies: readonly string[] }
  /** Replaces the only occurrence of `find` in `file`. Default: the exercise's first file. */
  | { find: string; replace: string; file?: string }
  | { deletedFile: string };

/** The content of the exercise's region, or of each of its regions. */
export function write(...bodies: string[]): Edit {
  return { bodies };
}

/** Replaces the only occurrence of `find` in `file`. Default: the exercise's first file. */
export function replace(find: string, replacement: string, file?: string): Edit {
  return { find, replace: replacement, file };
}

export function deleteFile(path: string): Edit {
  return { deletedFile: path };
}

type InAnyExercise<T> = T extends unknown ? Omit<T, "exercise"> : never;
type Edits = Edit | readonly Edit[];

export function inExercise(exercise: ExerciseNumber, ...answers: InAnyExercise<Answer>[]): Answer[] {
  return answers.map((answer) => ({ exercise, ...answer }));
}

/** Another good answer. */
export function right(title: string, edits: Edits): InAnyExercise<RightAnswer> {
  return { title, edits: [edits].flat(), outcome: "right" };
}

/** A test of the exercise fails. */
export function notYet(
  title: string,
  edits: Edits,
  phrases: readonly string[],
  line?: string,
): InAnyExercise<WrongAnswer> {
  return { title, edits: [edits].flat(), outcome: "not yet", phrases, line };
}

/** The code cannot be run, or its markers are damaged. */
export function broken(
  title: string,
  edits: Edits,
  phrases: readonly string[],
  line?: string,
): InAnyExercise<WrongAnswer> {
  return { title, edits: [edits].flat(), outcome: "broken", phrases, line };
}

/** The exercise itself passes, but another test of its step fails. */
export function passedWithOtherFailure(
  title: string,
  edits: Edits,
  phrases: readonly string[],
): InAnyExercise<WrongAnswer> {
  return { title, edits: [edits].flat(), outcome: "passed", phrases };
}

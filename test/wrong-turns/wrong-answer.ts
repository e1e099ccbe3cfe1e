import type { Outcome } from "@event-choreography/workshop-cli/check";

/** A beginner's wrong answer to an exercise, and what the check must show. All other exercises are solved. */
export interface WrongAnswer {
  /** What the beginner did: "puts the target on the default bus". */
  title: string;
  exercise: ExerciseNumber;
  /** How the beginner's code differs from the solution. */
  edit: Edit;
  /** The check's verdict on the exercise. */
  outcome: Outcome;
  /** Phrases that name the cause. The check must show all of them first. */
  phrases: readonly string[];
  /** Text in the line that the check must point to. Undefined if any line of the region will do. */
  line?: string;
}

type ExerciseNumber = `${number}.${number}`;

export type Edit =
  /** The content of the exercise's region; of the first one, if the exercise has several. */
  | { body: string }
  /** Replaces the only occurrence of `find` in the exercise's file. */
  | { find: string; replace: string }
  | { deletedFile: string };

export function write(body: string): Edit {
  return { body };
}

export function replace(find: string, replacement: string): Edit {
  return { find, replace: replacement };
}

export function deleteFile(path: string): Edit {
  return { deletedFile: path };
}

type Answer = Omit<WrongAnswer, "exercise">;

export function inExercise(exercise: ExerciseNumber, ...answers: Answer[]): WrongAnswer[] {
  return answers.map((answer) => ({ exercise, ...answer }));
}

/** A test of the exercise fails. */
export function notYet(title: string, edit: Edit, phrases: readonly string[]): Answer {
  return { title, edit, outcome: "not yet", phrases };
}

/** The code cannot be run, or its markers are damaged. */
export function broken(title: string, edit: Edit, phrases: readonly string[], line?: string): Answer {
  return { title, edit, outcome: "broken", phrases, line };
}

/** The exercise itself passes, but another test of its step fails. */
export function passedWithOtherFailure(title: string, edit: Edit, phrases: readonly string[]): Answer {
  return { title, edit, outcome: "passed", phrases };
}

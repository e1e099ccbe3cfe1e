import type { Outcome } from "@event-choreography/workshop-cli/check";

/**
 * A wrong turn that a beginner takes, and what the check must say of it. All other exercises are
 * complete meanwhile, so that nothing but this turn can be what the check speaks of.
 */
export interface WrongTurn {
  /** What the beginner did: "puts the target on the default bus". */
  turn: string;
  /** The exercise that it happens in, and that the check speaks of. */
  exercise: `${number}.${number}`;
  /** What the beginner's code says. */
  edit: Edit;
  /** Of the exercise; "around it" where the exercise itself passes and something beside it fails. */
  outcome: Outcome | "around it";
  /** Phrases that name the cause. All of them stand in what the check shows first. */
  says: readonly string[];
  /** A text in the line that the check must point to, where it knows better than "in your region". */
  at?: string;
}

export type Edit =
  /** What stands between the exercise's markers; where it has several places in a file, in the first one. */
  | { body: string }
  /** The only place in `file` (the exercise's own file unless told) where `find` stands reads `replace`. */
  | { file?: string; find: string; replace: string }
  /** The file is gone. */
  | { file: string; deleted: true };

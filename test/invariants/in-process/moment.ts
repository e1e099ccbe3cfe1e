/** Something that a function is to hear of. */
export interface Delivery {
  functionName: string;
  event: object;
}

/** How a story may go. */
export interface Plot {
  /** What there is to hear at the beginning. */
  begins: readonly Delivery[];
  /** What was there before, by part: { SeatTable: [{ flightId: "F1", "12A": "B0" }] }. */
  before?: Readonly<Record<string, readonly object[]>>;
  /** How many deliveries come once more than they should. */
  duplicates: number;
  /** How many calls end a run, or lose their answer. */
  mishaps: number;
  /** How many runs may be under way at once: 1 unless told. */
  atOnce?: number;
  /** Functions whose runs may be under way together; all unless told. */
  together?: readonly string[];
  /** Functions that duplicates and mishaps befall; all unless told. */
  befall?: readonly string[];
}

/** A story at a moment. Everything in it has a number: two moments are one if all numbers are equal. */
export interface Moment {
  /** What each part of the world is. */
  world: readonly number[];
  /** What is to be delivered, in the order of the numbers. */
  pending: readonly number[];
  runs: readonly number[];
  /** Deliveries whose runs ended with an error: they come again when all else is done. */
  failed: readonly number[];
  /** The world at the time when they came again last: if nothing has changed since, they stay where they are. */
  redrivenAt: readonly number[];
  /** Who was answered 202. */
  accepted: readonly string[];
  duplicates: number;
  mishaps: number;
}

export type Mishap = "dies" | "answer lost";

export interface CallStep {
  kind: "call";
  delivery: number;
  /** Whether the run begins with it. */
  begins: boolean;
  /** Whether the delivery is to come once more. */
  again: boolean;
  call: number;
  /** The error that it was answered with; empty if none. */
  refused: string;
  mishap?: Mishap;
  /** The error that the run ends with. */
  fails?: string;
}

/** What happens from one moment to the next. */
export type Step = CallStep | { kind: "redrive" };

export interface Followed {
  step: Step;
  to: Moment;
}

/** An experiment with the running choreography, as data: `run-lab.ts` carries it out. */
export interface Lab {
  /** What it is called by: `npx workshop chaos twice`. */
  name: string;
  title: string;
  /** What is going to happen, before it does. */
  story: string;
  /** What is switched on while it lasts; rules and functions by the names that the steps give them. */
  faults: readonly Fault[];
  /** What is done, in this order. */
  acts: readonly Act[];
  question: string;
  answers: readonly Answer[];
  /** The answer that holds under the handlers of step 8, and under those of step 9: letters. */
  holdsUnder: { readonly 8: string; readonly 9: string };
  /** Why. */
  explanation: string;
  /** What to do next, if there is something left to do. */
  afterwards?: string;
}

/** As the local cloud takes it, at /_local/faults. */
export interface Fault {
  kind: string;
  rule?: string;
  target?: string;
  function?: string;
  [property: string]: unknown;
}

/** `who` names a booking of the lab: "A", "B". */
export type Act =
  | { do: "book"; who: string }
  /** Until this event about the booking is on the bus. */
  | { do: "await"; event: string; who: string }
  /** A PaymentFailed about it reaches Booking, from wherever it was. */
  | { do: "late payment failure"; who: string };

export interface Answer {
  letter: string;
  text: string;
  /** Whether it is what happened. */
  holds(outcomes: readonly Outcome[]): boolean;
}

/** What became of one booking of the lab. */
export interface Outcome {
  who: string;
  bookingId: string;
  /** What POST /bookings answered: 202, or what went wrong. */
  answered: number;
  /** REQUESTED, TICKETED, CANCELLED; undefined if there is none. */
  state?: string;
  charges: number;
  refunds: number;
  seats: string[];
  tickets: number;
  /** To the customer; repeats that carry the same id count once. */
  messages: number;
  /** Events about it that wait in a failure queue. */
  undelivered: number;
  unhandled: number;
}

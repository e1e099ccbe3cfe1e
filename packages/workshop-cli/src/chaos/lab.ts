/** An experiment with the running choreography, as data; `runLab` runs it. */
export interface Lab {
  /** As in `npx workshop chaos twice`. */
  name: string;
  title: string;
  /** What will happen; shown before the question. */
  scenario: string;
  /** The faults that are on while the lab runs. Rules and functions have the names that the steps give them. */
  faults: readonly Fault[];
  /** What the lab does, in order. */
  actions: readonly Action[];
  question: string;
  answers: readonly Answer[];
  /** The letter of the answer that holds with the handlers of step 8, and with those of step 9. */
  correctAnswers: { readonly 8: string; readonly 9: string };
  /** Why it holds. */
  explanation: string;
  /** What step 9's handlers do about it. Printed only after a run with them: chapter 9 asks first. */
  from9?: string;
  /** What the learner can do next, if anything. */
  afterwards?: string;
}

/** A fault as the local cloud accepts it at /_local/faults. */
export interface Fault {
  kind: string;
  rule?: string;
  target?: string;
  function?: string;
  [property: string]: unknown;
}

/** `who` names one of the lab's bookings: "A", "B". */
export type Action =
  /** Default flight: a new one, without bookings, for the whole lab. */
  | { do: "book"; who: string; flight?: string }
  /** Waits until this event about the booking is on the bus. */
  | { do: "await"; event: string; who: string }
  /** Waits until the booking has this state. */
  | { do: "await state"; state: string; who: string }
  /** Delivers a late PaymentFailed about the booking to Booking. */
  | { do: "late payment failure"; who: string };

export interface Answer {
  letter: string;
  text: string;
  /** Whether it is what happened. */
  holds(outcomes: readonly Outcome[]): boolean;
}

/** The result of one of the lab's bookings. */
export interface Outcome {
  who: string;
  bookingId: string;
  /** The HTTP status of POST /bookings: 202 if the booking was accepted. */
  answered: number;
  /** REQUESTED, TICKETED or CANCELLED; undefined if the booking does not exist. */
  state?: string;
  /** At the payment provider; before step 9, in Payment's own table. */
  charges: number;
  refunds: number;
  seats: string[];
  tickets: number;
  /** Messages to the customer. Repeats with the same ID count once. */
  messages: number;
  /** Events about it in the failure queues of targets. */
  undelivered: number;
  /** Events about it in the failure queues of functions. */
  unhandled: number;
}

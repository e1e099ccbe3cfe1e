/** An event or a request to be delivered to a function. */
export interface Delivery {
  functionName: string;
  event: object;
}

/** What to explore: an initial state, and how many faults to inject. */
export interface Scenario {
  /** The deliveries that are pending in the initial state. */
  deliveries: readonly Delivery[];
  /** What the stores contain in the initial state: { SeatTable: [{ flightId: "F1", "12A": "B0" }] }. */
  contents?: Readonly<Record<string, readonly object[]>>;
  /** How many deliveries are repeated. */
  duplicates: number;
  /** How many calls crash their run or lose their response, and how many events a pipe repeats. */
  faults: number;
  /** How many runs may be in progress at once. Default: 1. */
  concurrency?: number;
  /** Functions whose runs may overlap. Default: all. */
  overlapping?: readonly string[];
  /** Functions into which duplicates and faults are injected. Default: all. */
  faultyFunctions?: readonly string[];
  /** Callers of a function's URL give up if it crashes. Default: they retry until they get an answer. */
  callersGiveUp?: boolean;
  /** Functions whose deliveries may be lost, each time instead of another fault. Default: none. */
  losing?: readonly string[];
}

/** A state of the system. All its parts are numbers: two states are equal if these are. */
export interface State {
  /** The contents of each store. */
  contents: readonly number[];
  /** Deliveries still to be made, sorted. */
  pending: readonly number[];
  /** Runs in progress, sorted. */
  runs: readonly number[];
  /** Deliveries whose runs ended with an error. They are redriven once nothing else is left to do. */
  failed: readonly number[];
  /** The contents at the last redrive. If nothing has changed since, there is no further redrive. */
  redrivenAt: readonly number[];
  /** The contents at the last tick of the schedules that came since nothing else was left to do. Then likewise. */
  tickedAt: readonly number[];
  /** Ids of the bookings that were answered 202. */
  accepted: readonly string[];
  /** How many duplicates are left to inject. */
  duplicates: number;
  /** How many faults are left to inject. */
  faults: number;
  /** How many crashes, lost responses and overlapping runs there were. */
  interruptions: number;
}

type Fault = "crash" | "lost response" | "repeat by the pipe";

export interface CallAction {
  kind: "call";
  delivery: number;
  /** Whether the run starts with this call. */
  starts: boolean;
  /** Whether the delivery will be repeated. */
  repeated: boolean;
  /** -1 if the run ends without a further call. */
  call: number;
  /** The name of the error that the call returned; empty if none. */
  error: string;
  fault?: Fault;
  /** The message of the error that ends the run. */
  failure?: string;
}

export type Action = CallAction | { kind: "redrive" } | { kind: "tick" } | { kind: "discard"; delivery: number };

export interface Transition {
  action: Action;
  to: State;
}

import type { Snapshot } from "../snapshot.ts";
import { describePath } from "./describe-path.ts";
import { PathCounter } from "./path-counter.ts";
import { snapshotOf } from "./snapshot-of.ts";
import type { Action, Scenario, State } from "./state.ts";
import type { StateSpace } from "./state-space.ts";

export interface Exploration {
  /** Paths from the initial state to a final one. They differ in the order of their actions. */
  paths: number;
  /** Distinct states on them. */
  states: number;
  /** Actions on the longest path. */
  longest: number;
  /** The shortest path that violates an invariant: the violations, then the actions, line by line. */
  failure?: string[];
}

const maxStates = 1_000_000;

/**
 * Searches all states that a scenario can reach, breadth first, and checks each final state. Paths that
 * reach an equal state are merged, so each state is expanded once. Stops at the first violation.
 *
 * @throws Error after a million states
 */
export async function explore(
  space: StateSpace,
  scenario: Scenario,
  check: (snapshot: Snapshot) => string[],
  initial: State = space.initialState(scenario),
): Promise<Exploration> {
  const states: State[] = [initial];
  const ids = new Map([[space.keyOf(initial), 0]]);
  const reachedBy: ({ from: number; action: Action } | undefined)[] = [undefined];
  const counter = new PathCounter();

  for (let id = 0; id < states.length; id++) {
    if (id > maxStates) throw new Error(`Still exploring after ${maxStates} states: some paths never end.`);
    const state = states[id]!;
    const successors: number[] = [];
    for (const { action, to } of await space.transitionsFrom(state, scenario)) {
      const key = space.keyOf(to);
      let successor = ids.get(key);
      if (successor === undefined) {
        successor = states.push(to) - 1;
        ids.set(key, successor);
        reachedBy.push({ from: id, action });
      }
      successors.push(successor);
    }
    counter.add(id, successors);
    if (successors.length > 0) continue;

    const violations = check(snapshotOf(space, state));
    if (violations.length > 0) {
      return { ...counter.count(), failure: [...violations, ...describePath(space, actionsTo(id))] };
    }
  }
  return counter.count();

  function actionsTo(id: number): Action[] {
    const actions: Action[] = [];
    for (let by = reachedBy[id]; by; by = reachedBy[by.from]) actions.unshift(by.action);
    return actions;
  }
}

/** Runs one path without faults, until only deliveries to the functions in `left` are pending. */
export async function runUntil(
  space: StateSpace,
  deliveries: Scenario["deliveries"],
  left: readonly string[],
): Promise<State> {
  const scenario: Scenario = { deliveries, duplicates: 0, faults: 0 };
  const isLeft = (delivery: number) => left.includes(space.delivery(delivery).functionName);
  let state = space.initialState(scenario);
  while (state.runs.length > 0 || !state.pending.every(isLeft)) {
    const next = state.runs.length > 0 ? undefined : state.pending.find((delivery) => !isLeft(delivery));
    const pending = next === undefined ? [] : [next];
    const others = state.pending.filter((delivery) => delivery !== next);
    const [transition] = await space.transitionsFrom({ ...state, pending }, scenario);
    state = { ...transition!.to, pending: [...transition!.to.pending, ...others].sort((a, b) => a - b) };
  }
  return state;
}

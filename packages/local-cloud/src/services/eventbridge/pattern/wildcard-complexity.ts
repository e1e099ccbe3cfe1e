import { PatternError } from "./pattern-error.ts";
import type { ValueTest } from "./value-test.ts";

/**
 * How many states of a field's wildcards, as one automaton, may be active at once. AWS states the
 * rule ("Comparison operators …", Wildcards and event pattern complexity) but no number; this one
 * fits every pattern that we have seen AWS accept or reject.
 */
const maxStates = 10;
/** Limits the work, far above what a pattern of 4096 characters usually needs. */
const maxStateSets = 20_000;

const message =
  "Rule is too complex - try using fewer wildcard characters or " +
  "fewer repeating character sequences after a wildcard character";

/** A position between two characters of a wildcard. */
interface State {
  id: number;
  /** Transitions by character. */
  next: Map<string, State[]>;
  /** The state of the asterisk that follows, reached without reading a character. */
  star?: State;
  /** An asterisk: any character leads back to this state. */
  loops: boolean;
}

/** @throws PatternError if a value could activate too many states of one field's wildcards. */
export function checkComplexity(branches: readonly Map<string, ValueTest[]>[]): void {
  const groupsByPath = new Map<string, Set<readonly string[]>>();
  for (const [path, tests] of branches.flatMap((branch) => [...branch])) {
    for (const test of tests) {
      if (test.kind !== "test" || !test.wildcards) continue;
      const groups = groupsByPath.get(path) ?? new Set();
      groupsByPath.set(path, groups.add(test.wildcards));
    }
  }
  for (const groups of groupsByPath.values()) {
    if (exceedsMaxStates(groups)) throw new PatternError(message);
  }
}

function exceedsMaxStates(groups: Iterable<readonly string[]>): boolean {
  const { start, characters } = buildAutomaton(groups);
  const pending = [start];
  const seen = new Set<string>();
  while (pending.length > 0 && seen.size < maxStateSets) {
    const states = pending.pop()!;
    for (const character of characters) {
      const reached = step(states, character);
      if (reached.size > maxStates) return true;
      const key = [...reached]
        .map(({ id }) => id)
        .sort((a, b) => a - b)
        .join();
      if (reached.size === 0 || seen.has(key)) continue;
      seen.add(key);
      pending.push([...reached]);
    }
  }
  return false;
}

function step(states: readonly State[], character: string): Set<State> {
  const reached = new Set<State>();
  for (const state of states) {
    if (state.loops) reached.add(state);
    for (const next of state.next.get(character) ?? []) {
      reached.add(next);
      if (next.star) reached.add(next.star);
    }
  }
  return reached;
}

interface Automaton {
  start: State[];
  /** The characters to try. */
  characters: Set<string>;
}

/** Builds the states of all wildcards. Those of one list share their common prefix, up to the first asterisk. */
function buildAutomaton(groups: Iterable<readonly string[]>): Automaton {
  let id = 0;
  const newState: NewState = (loops = false) => ({ id: id++, next: new Map(), loops });
  // \u0000 represents every character that is in no wildcard.
  const automaton: Automaton = { start: [], characters: new Set(["\u0000"]) };
  for (const group of groups) {
    const root = newState();
    automaton.start.push(root);
    for (const wildcard of group) addWildcard(root, wildcard, automaton.characters, newState);
  }
  return automaton;
}

type NewState = (loops?: boolean) => State;

function addWildcard(root: State, wildcard: string, characters: Set<string>, newState: NewState): void {
  let at = root;
  let shared = true;
  for (const { character, isStar } of charactersOf(wildcard)) {
    if (isStar) {
      at = shared ? (at.star ??= newState(true)) : (at.star = newState(true));
      shared = false;
      continue;
    }
    characters.add(character);
    const existing = shared ? at.next.get(character)?.[0] : undefined;
    const next = existing ?? newState();
    if (!existing) at.next.set(character, [...(at.next.get(character) ?? []), next]);
    at = next;
  }
}

/** Includes the quotes around the value, as AWS does. */
function* charactersOf(wildcard: string): Generator<{ character: string; isStar: boolean }> {
  yield { character: '"', isStar: false };
  for (let at = 0; at < wildcard.length; at++) {
    const character = wildcard[at]!;
    if (character === "\\") yield { character: wildcard[++at]!, isStar: false };
    else yield { character, isStar: character === "*" };
  }
  yield { character: '"', isStar: false };
}

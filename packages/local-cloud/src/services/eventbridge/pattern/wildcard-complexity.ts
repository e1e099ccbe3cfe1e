import { Refusal } from "./refusal.ts";
import type { ValueTest } from "./value-test.ts";

/**
 * How many places in a field's wildcards one value may stand at, at once. AWS states the rule
 * ("Comparison operators …", Wildcards and event pattern complexity) but no number; this one
 * parts all the patterns that we know AWS to have taken from those that it refused.
 */
const mostPlaces = 10;
/** A bound on the work, far above what a pattern of 4096 characters usually needs. */
const mostSets = 20_000;

const message =
  "Rule is too complex - try using fewer wildcard characters or " +
  "fewer repeating character sequences after a wildcard character";

/** A place between two characters of a wildcard. */
interface Place {
  id: number;
  /** The places that a character leads to. */
  next: Map<string, Place[]>;
  /** The asterisk that begins here: it can be passed without reading anything. */
  star?: Place;
  /** An asterisk: any character leads back here. */
  stays: boolean;
}

/** @throws Refusal if a value could stand at too many places in one field's wildcards. */
export function refuseTooComplex(branches: readonly Map<string, ValueTest[]>[]): void {
  const groupsByPath = new Map<string, Set<readonly string[]>>();
  for (const [path, tests] of branches.flatMap((branch) => [...branch])) {
    for (const test of tests) {
      if (test.kind !== "test" || !test.wildcards) continue;
      const groups = groupsByPath.get(path) ?? new Set();
      groupsByPath.set(path, groups.add(test.wildcards));
    }
  }
  for (const groups of groupsByPath.values()) {
    if (exceedsPlaces(groups)) throw new Refusal(message);
  }
}

function exceedsPlaces(groups: Iterable<readonly string[]>): boolean {
  const { start, characters } = draw(groups);
  const pending = [start];
  const seen = new Set<string>();
  while (pending.length > 0 && seen.size < mostSets) {
    const places = pending.pop()!;
    for (const character of characters) {
      const reached = step(places, character);
      if (reached.size > mostPlaces) return true;
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

function step(places: readonly Place[], character: string): Set<Place> {
  const reached = new Set<Place>();
  for (const place of places) {
    if (place.stays) reached.add(place);
    for (const next of place.next.get(character) ?? []) {
      reached.add(next);
      if (next.star) reached.add(next.star);
    }
  }
  return reached;
}

/** Draws the places of all wildcards; those of one list share what they begin with, up to the first asterisk. */
function draw(groups: Iterable<readonly string[]>): { start: Place[]; characters: Set<string> } {
  let id = 0;
  const place = (stays = false): Place => ({ id: id++, next: new Map(), stays });
  // Any character that no wildcard names does as well as any other.
  const characters = new Set(["\u0000"]);
  const start: Place[] = [];
  for (const group of groups) {
    const root = place();
    start.push(root);
    for (const wildcard of group) {
      let at = root;
      let shared = true;
      for (const { character, isStar } of charactersOf(wildcard)) {
        if (isStar) {
          at = shared ? (at.star ??= place(true)) : (at.star = place(true));
          shared = false;
          continue;
        }
        characters.add(character);
        const existing = shared ? at.next.get(character)?.[0] : undefined;
        const next = existing ?? place();
        if (!existing) at.next.set(character, [...(at.next.get(character) ?? []), next]);
        at = next;
      }
    }
  }
  return { start, characters };
}

/** With the quotes around the value, as AWS reads it. */
function* charactersOf(wildcard: string): Generator<{ character: string; isStar: boolean }> {
  yield { character: '"', isStar: false };
  for (let at = 0; at < wildcard.length; at++) {
    const character = wildcard[at]!;
    if (character === "\\") yield { character: wildcard[++at]!, isStar: false };
    else yield { character, isStar: character === "*" };
  }
  yield { character: '"', isStar: false };
}

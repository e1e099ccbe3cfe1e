import { equal, isMap, isSecret, type PropertyMap, type PropertyValue, plain, secret } from "../wire/values.ts";

/** Whether a change at `changed` falls under a path from `ignoreChanges` or `replaceOnChanges`: that path, above it, or below. "*" stands for any step. */
export function covers(pattern: string, changed: string): boolean {
  const wanted = steps(pattern);
  const actual = steps(changed);
  return wanted.slice(0, actual.length).every((step, index) => step === "*" || step === actual[index]);
}

/**
 * `news` with the values that `olds` has at these paths: a change there is not to be seen. A path
 * through what only one of the two has is `missed`.
 */
export function withOldValues(
  news: PropertyMap,
  olds: PropertyMap,
  paths: string[],
): { inputs: PropertyMap; missed: string[] } {
  let inputs = news;
  const missed: string[] = [];
  for (const path of paths) {
    const reset = withOldValue(inputs, olds, steps(path));
    if (reset === undefined) missed.push(path);
    else inputs = reset.value as PropertyMap;
  }
  return { inputs, missed };
}

/** Undefined if the path leads nowhere. */
function withOldValue(
  now: PropertyValue | undefined,
  old: PropertyValue | undefined,
  path: string[],
): { value: PropertyValue | undefined } | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return { value: old };
  if (isSecret(now) || isSecret(old)) return withOldSecret(now, old, path);
  if (Array.isArray(now) && Array.isArray(old)) return withOldItems(now, old, step, rest);
  if (!isMap(now) || !isMap(old)) return equal(now, old) ? { value: now } : undefined;
  const result = { ...now };
  const names = step === "*" ? [...new Set([...Object.keys(now), ...Object.keys(old)])] : [step];
  for (const name of names) {
    const reset = withOldValue(now[name], old[name], rest);
    if (!reset) return undefined;
    if (reset.value === undefined) delete result[name];
    else result[name] = reset.value;
  }
  return { value: result };
}

/** A list keeps its length: an item that was added or removed is a change of its own. */
function withOldItems(now: PropertyValue[], old: PropertyValue[], step: string, rest: string[]) {
  const places = step === "*" ? [...now.keys()] : [Number(step)];
  const result = [...now];
  for (const place of places) {
    if (!(place in now && place in old)) return undefined;
    const reset = withOldValue(now[place], old[place], rest);
    if (reset?.value === undefined) return undefined;
    result[place] = reset.value;
  }
  return { value: result };
}

/** What is inside a secret, which stays one. */
function withOldSecret(now: PropertyValue | undefined, old: PropertyValue | undefined, path: string[]) {
  const [inside, before] = [now, old].map((value) => (value === undefined ? undefined : plain(value)));
  const reset = withOldValue(inside, before, path);
  return reset?.value === undefined ? reset : { value: secret(reset.value) };
}

function steps(path: string): string[] {
  return [...path.matchAll(/\["([^"]*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, name]) => quoted ?? index ?? name!,
  );
}

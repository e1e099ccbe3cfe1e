import {
  equal,
  isMap,
  isSecret,
  type PropertyMap,
  type PropertyValue,
  plain,
  secret,
} from "../property-values/values.ts";

/**
 * Whether a path from `ignoreChanges` or `replaceOnChanges` covers a change at `changed`: at the same path, above or
 * below it. "*" matches any step.
 */
export function covers(pattern: string, changed: string): boolean {
  const wanted = steps(pattern);
  const actual = steps(changed);
  return wanted.slice(0, actual.length).every((step, index) => step === "*" || step === actual[index]);
}

/**
 * Resets `news` to the values of `olds` at these paths, so that changes there are ignored. `missed` are the paths
 * through something that only one of the two has.
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

/** A list keeps its length: adding or removing an item is a separate change. */
function withOldItems(now: PropertyValue[], old: PropertyValue[], step: string, rest: string[]) {
  const indexes = step === "*" ? [...now.keys()] : [Number(step)];
  const result = [...now];
  for (const index of indexes) {
    if (!(index in now && index in old)) return undefined;
    const reset = withOldValue(now[index], old[index], rest);
    if (reset?.value === undefined) return undefined;
    result[index] = reset.value;
  }
  return { value: result };
}

/** Resets a value inside a secret, which stays secret. */
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

import { isMap, type PropertyMap, type PropertyValue } from "../wire/values.ts";

/** Whether a change at `changed` falls under a path from `ignoreChanges` or `replaceOnChanges`: that path, above it, or below. "*" stands for any step. */
export function covers(pattern: string, changed: string): boolean {
  const wanted = steps(pattern);
  const actual = steps(changed);
  return wanted.slice(0, actual.length).every((step, index) => step === "*" || step === actual[index]);
}

/** `news` with the values that `olds` has at these paths: a change there is not to be seen. */
export function withOldValues(news: PropertyMap, olds: PropertyMap, paths: string[]): PropertyMap {
  return paths.reduce((inputs, path) => withOldValue(inputs, olds, steps(path)) as PropertyMap, news);
}

function withOldValue(
  now: PropertyValue | undefined,
  old: PropertyValue | undefined,
  path: string[],
): PropertyValue | undefined {
  const [step, ...rest] = path;
  if (step === undefined) return old;
  if (!isMap(now) || !isMap(old)) return now;
  const result = { ...now };
  const names = step === "*" ? [...new Set([...Object.keys(now), ...Object.keys(old)])] : [step];
  for (const name of names) {
    const value = withOldValue(now[name], old[name], rest);
    if (value === undefined) delete result[name];
    else result[name] = value;
  }
  return result;
}

function steps(path: string): string[] {
  return [...path.matchAll(/\["([^"]*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g)].map(
    ([, quoted, index, name]) => quoted ?? index ?? name!,
  );
}

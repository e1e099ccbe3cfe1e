/**
 * How deep a request may nest objects and arrays. Jackson, which reads AWS's requests, stops there by default
 * (StreamReadConstraints); it leaves every function that goes through a value recursively enough stack.
 */
export const maxNesting = 1000;

/** Whether `value`, as parsed JSON, nests objects and arrays more than `limit` deep: {} and [] are one level. Uses no recursion. */
export function nestsDeeperThan(value: unknown, limit: number): boolean {
  let level = nested([value]);
  for (let depth = 0; level.length > 0; depth++) {
    if (depth === limit) return true;
    level = level.flatMap((object) => nested(Object.values(object)));
  }
  return false;
}

function nested(values: readonly unknown[]): object[] {
  return values.filter((value) => typeof value === "object" && value !== null) as object[];
}

/** Whether `text` opens more than `limit` parentheses within each other. Parentheses in quotes count, too. */
export function opensMoreThan(text: string, limit: number): boolean {
  let open = 0;
  for (const character of text) {
    if (character === "(") open++;
    else if (character === ")") open--;
    if (open > limit) return true;
  }
  return false;
}

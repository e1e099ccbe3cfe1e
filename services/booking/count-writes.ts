import { count } from "../observe.ts";
import { dynamo } from "../table.ts";

/**
 * Counts this function's successful writes in the metric `name`. A write begins or ends a booking, an
 * invocation does not: a repeated event writes nothing and is not counted.
 */
export function countWrites(name: string): void {
  dynamo.middlewareStack.add(
    (next, { commandName }) =>
      async (args) => {
        const answer = await next(args);
        if (commandName !== "GetItemCommand") count(name);
        return answer;
      },
    { name: `count${name}`, step: "initialize" },
  );
}

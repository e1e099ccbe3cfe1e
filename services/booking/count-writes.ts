import { count } from "../observe.ts";
import { dynamo } from "../table.ts";

/**
 * Counts each write that this function makes, as the metric `name`. It is the write that begins or ends a
 * booking, not the run: a repeat of an event writes nothing new, and so counts nothing.
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

import { JsonReader } from "../pattern/json-reader.ts";
import { PatternError } from "../pattern/pattern-error.ts";
import type { Template } from "./template.ts";

/**
 * The location of a template's syntax error; undefined if it is valid, that is JSON or quoted
 * strings ("InputTransformer"). AWS parses it with null for each placeholder, so a placeholder
 * cannot be a name in an object, and two cannot be adjacent.
 *
 * @returns the location as AWS's parser writes it, e.g. [Source: (String)"{null:1}"; line: 1, column: 3]
 */
export function syntaxErrorIn(template: Template): string | undefined {
  const text = template.map((part) => ("text" in part ? part.text : part.quoted ? "" : "null")).join("");
  const reader = new JsonReader(text);
  try {
    while (reader.next() !== "END");
  } catch (error) {
    if (error instanceof PatternError) return error.message.slice(error.message.lastIndexOf("[Source: "));
    throw error;
  }
  return undefined;
}

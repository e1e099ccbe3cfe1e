import { JsonReader } from "../pattern/json-reader.ts";
import { Refusal } from "../pattern/refusal.ts";
import type { Template } from "./template.ts";

/**
 * Where a template is neither JSON nor strings in quotation marks ("InputTransformer"); undefined if
 * it is. AWS looks at it with null in the place of each placeholder: so none can be a name in an object,
 * and no two can stand side by side.
 *
 * @returns in the words of AWS's parser, e.g. [Source: (String)"{null:1}"; line: 1, column: 3]
 */
export function faultyPlace(template: Template): string | undefined {
  const text = template.map((part) => ("text" in part ? part.text : part.quoted ? "" : "null")).join("");
  const reader = new JsonReader(text);
  try {
    while (reader.next() !== "END");
  } catch (error) {
    if (error instanceof Refusal) return error.message.slice(error.message.lastIndexOf("[Source: "));
    throw error;
  }
  return undefined;
}

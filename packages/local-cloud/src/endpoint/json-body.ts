import { AwsError } from "../core/aws-error.ts";
import { isJsonObject } from "../core/json-object.ts";
import { maxNesting, nestsDeeperThan } from "../core/nesting.ts";

/** A request's body as an object; an empty one is {}. @throws AwsError SerializationException */
export function parseJsonBody(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  let input: unknown;
  try {
    input = JSON.parse(body.toString("utf8"));
  } catch {
    throw invalid("The request body is not JSON.");
  }
  if (!isJsonObject(input)) throw invalid("The request body must be a JSON object.");
  if (nestsDeeperThan(input, maxNesting)) {
    throw invalid(`The request body nests objects and arrays more than ${maxNesting} deep.`);
  }
  return input;
}

function invalid(message: string): AwsError {
  return new AwsError("SerializationException", message);
}

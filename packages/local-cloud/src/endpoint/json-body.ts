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
  return body.includes("null") ? (withoutNulls(input) as Record<string, unknown>) : input;
}

/** In AWS's JSON a member that is null is a member that is not there. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isJsonObject(value)) return value;
  const members = Object.entries(value).filter(([, member]) => member !== null);
  return Object.fromEntries(members.map(([name, member]) => [name, withoutNulls(member)]));
}

function invalid(message: string): AwsError {
  return new AwsError("SerializationException", message);
}

import { invalidParameter } from "./errors.ts";

/** "Using tags on Lambda functions": fifty, with keys that are not AWS's own. */
export function checkTags(tags: Record<string, string>): void {
  if (Object.keys(tags).length > 50) throw invalidParameter("The number of tags exceeds the limit of 50.");
  for (const [key, value] of Object.entries(tags)) {
    if (key.toLowerCase().startsWith("aws:")) {
      throw invalidParameter("System tag keys with prefix 'aws:' cannot be created, updated, or deleted by the user.");
    }
    if (key.length < 1 || key.length > 128)
      throw invalidParameter(`The tag key '${key}' must have 1 to 128 characters.`);
    if (value.length > 256) throw invalidParameter(`The value of the tag '${key}' must have at most 256 characters.`);
  }
}

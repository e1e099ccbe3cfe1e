import { checkTags as checkTagMap, maxTags, type TagErrors, type Tags } from "../../core/tags.ts";
import { invalidParameter } from "./errors.ts";

/** "Using tags on Lambda functions". */
export const tagErrors: TagErrors = {
  tooMany: () => invalidParameter(`The number of tags exceeds the limit of ${maxTags}.`),
  reservedKey: () =>
    invalidParameter("System tag keys with prefix 'aws:' cannot be created, updated, or deleted by the user."),
  keyLength: (key) => invalidParameter(`The tag key '${key}' must have 1 to 128 characters.`),
  valueLength: (key) => invalidParameter(`The value of the tag '${key}' must have at most 256 characters.`),
};

/** @throws InvalidParameterValueException for tags outside Lambda's limits */
export function checkTags(tags: Tags): void {
  checkTagMap(tags, tagErrors);
}

import { maxTags, type TagErrors } from "../../core/tags.ts";
import { validationError } from "./errors.ts";

/** "TagResource": up to 50 tags, with keys of 1 to 128 and values of up to 256 characters. */
export const tagErrors: TagErrors = {
  tooMany: (count) => validationError(`A pipe can have at most ${maxTags} tags, not ${count}.`),
  keyLength: (key) => validationError(`The tag key '${key}' must have 1 to 128 characters.`),
  valueLength: (key) => validationError(`The value of the tag '${key}' must have at most 256 characters.`),
  reservedKey: (key) => validationError(`The tag key '${key}' starts with aws:, which is reserved for AWS.`),
};

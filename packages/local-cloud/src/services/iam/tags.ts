import type { Tag } from "@aws-sdk/client-iam";
import type { Wire } from "../../core/service.ts";
import { checkTags as checkTagMap, listTags, maxTags, type TagErrors, tagsFromList } from "../../core/tags.ts";
import { limitExceeded, validationError } from "./errors.ts";
import type { RoleRecord } from "./roles.ts";

/** "Tags for IAM resources": each key once. */
export function checkTags(tags: Array<Wire<Tag>> = []): RoleRecord["Tags"] {
  const byKey = tagsFromList(tags);
  checkTagMap(byKey, errorsFor(byKey));
  if (Object.keys(byKey).length < tags.length) {
    throw validationError(`Duplicate tag keys found. Please note that Tag keys are case insensitive.`);
  }
  return listTags(byKey);
}

/** The tags after `added` were set. */
export function addedTags(tags: RoleRecord["Tags"], added: Array<Wire<Tag>> | undefined): RoleRecord["Tags"] {
  const checked = checkTags(added);
  const unchanged = tags.filter(({ Key }) => !checked.some((tag) => tag.Key === Key));
  return checkTags([...unchanged, ...checked]);
}

function errorsFor(tags: Readonly<Record<string, string>>): TagErrors {
  const invalid = (Key: string) =>
    validationError(
      `A tag has a key of 1 to 128 characters that does not begin with aws:, and a value of at most 256; this one is ${JSON.stringify({ Key, Value: tags[Key] })}.`,
    );
  return {
    tooMany: () => limitExceeded(`The number of tags has reached the maximum limit: ${maxTags}.`),
    keyLength: invalid,
    valueLength: invalid,
    reservedKey: invalid,
  };
}

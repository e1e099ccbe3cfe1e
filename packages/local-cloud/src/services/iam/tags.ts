import type { Tag } from "@aws-sdk/client-iam";
import type { Wire } from "../../core/service.ts";
import { checkTags as checkTagMap, listTags, maxTags, type TagErrors, tagsFromList } from "../../core/tags.ts";
import { invalidInput, limitExceeded, validationError } from "./errors.ts";
import type { RoleRecord } from "./roles.ts";

/** Whose tags they are: a role's keys are the same in any case, and a policy's are not ("Tags for IAM resources"). */
export type TaggedEntity = "role" | "policy";

/** @throws AwsError unless each key comes once, and all are within the limits of "Tags for IAM resources" */
export function checkTags(entity: TaggedEntity, tags: Array<Wire<Tag>> = []): RoleRecord["Tags"] {
  const byKey = tagsFromList(tags);
  checkTagMap(byKey, errorsFor(byKey));
  if (new Set(tags.map(({ Key = "" }) => sameKey(entity, Key))).size < tags.length) {
    throw invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
  }
  return listTags(byKey);
}

/** The tags after `added` were set. A key in another case replaces a role's tag, with its case. */
export function addedTags(
  entity: TaggedEntity,
  tags: RoleRecord["Tags"],
  added: Array<Wire<Tag>> | undefined,
): RoleRecord["Tags"] {
  const checked = checkTags(entity, added);
  const keys = checked.map(({ Key }) => Key);
  return checkTags(entity, [...remainingTags(entity, tags, keys), ...checked]);
}

/** The tags after those with these keys were removed. */
export function remainingTags(
  entity: TaggedEntity,
  tags: RoleRecord["Tags"],
  removed: readonly string[] = [],
): RoleRecord["Tags"] {
  const keys = new Set(removed.map((key) => sameKey(entity, key)));
  return tags.filter(({ Key }) => !keys.has(sameKey(entity, Key)));
}

function sameKey(entity: TaggedEntity, key: string): string {
  return entity === "role" ? key.toLowerCase() : key;
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

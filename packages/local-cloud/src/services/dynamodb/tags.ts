import type { Tag } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../core/aws-error.ts";
import { checkTags as checkTagMap, maxTags, type TagErrors, tagsFromList } from "../../core/tags.ts";
import { type Database, type TableRecord, tableName } from "./database.ts";
import { validationError } from "./errors.ts";

/** "Tagging restrictions in DynamoDB". */
export const tagErrors: TagErrors = {
  tooMany: (count) => validationError(`Too many tags: ${count} given, at most ${maxTags} are allowed`),
  keyLength: (key) => validationError(`Tag key '${key}' must be between 1 and 128 characters long`),
  valueLength: (key) => validationError(`Tag value of '${key}' must be at most 256 characters long`),
  reservedKey: (key) => validationError(`Tag key '${key}' may not start with the reserved prefix aws:`),
};

/** @throws ValidationException for tags outside DynamoDB's limits */
export function checkTags(tags: Tag[]): void {
  checkTagMap(tagRecord(tags), tagErrors);
}

export function tagRecord(tags: Tag[]): Record<string, string> {
  return tagsFromList(tags);
}

/** The table that `resourceArn` names. @throws ResourceNotFoundException, ValidationException */
export function taggedTable(database: Database, resourceArn: string | undefined): TableRecord {
  if (!resourceArn) throw validationError("Invalid TableArn");
  const found = database.find(tableName(resourceArn));
  if (found?.description.TableArn === resourceArn) return found;
  throw new AwsError("ResourceNotFoundException", `Requested resource not found: ResourcArn: ${resourceArn} not found`);
}

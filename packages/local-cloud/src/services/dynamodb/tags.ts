import type { Tag } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../core/aws-error.ts";
import { checkTags as checkTagMap, maxTags, type TagErrors, tagsFromList } from "../../core/tags.ts";
import { type Database, type TableRecord, tableName } from "./database.ts";

const invalid = (message: string) => new AwsError("ValidationException", message);

/** "Tagging restrictions in DynamoDB". */
export const tagErrors: TagErrors = {
  tooMany: (count) => invalid(`Too many tags: ${count} given, at most ${maxTags} are allowed`),
  keyLength: (key) => invalid(`Tag key '${key}' must be between 1 and 128 characters long`),
  valueLength: (key) => invalid(`Tag value of '${key}' must be at most 256 characters long`),
  reservedKey: (key) => invalid(`Tag key '${key}' may not start with the reserved prefix aws:`),
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
  if (!resourceArn) throw invalid("Invalid TableArn");
  const found = database.find(tableName(resourceArn));
  if (found?.description.TableArn === resourceArn) return found;
  throw new AwsError("ResourceNotFoundException", `Requested resource not found: ResourcArn: ${resourceArn} not found`);
}

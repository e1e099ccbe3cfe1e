import type { Tag } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../core/aws-error.ts";
import { type Database, type TableRecord, tableName } from "./database.ts";

const maxTags = 50;

/** @throws ValidationException for a key or value outside the limits of "Tagging restrictions in DynamoDB". */
export function checkTags(tags: Tag[]): void {
  if (tags.length > maxTags) {
    throw new AwsError("ValidationException", `Too many tags: ${tags.length} given, at most ${maxTags} are allowed`);
  }
  for (const { Key = "", Value = "" } of tags) {
    if (Key.length < 1 || Key.length > 128) {
      throw new AwsError("ValidationException", `Tag key '${Key}' must be between 1 and 128 characters long`);
    }
    if (Value.length > 256) {
      throw new AwsError("ValidationException", `Tag value of '${Key}' must be at most 256 characters long`);
    }
    if (/^aws:/i.test(Key)) {
      throw new AwsError("ValidationException", `Tag key '${Key}' may not start with the reserved prefix aws:`);
    }
  }
}

export function tagRecord(tags: Tag[]): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key, Value }) => [Key!, Value ?? ""]));
}

/** The table that `resourceArn` names. @throws ResourceNotFoundException, ValidationException */
export function taggedTable(database: Database, resourceArn: string | undefined): TableRecord {
  if (!resourceArn) throw new AwsError("ValidationException", "Invalid TableArn");
  const found = database.find(tableName(resourceArn));
  if (found?.description.TableArn === resourceArn) return found;
  throw new AwsError("ResourceNotFoundException", `Requested resource not found: ResourcArn: ${resourceArn} not found`);
}

import type { Tag } from "@aws-sdk/client-iam";
import type { Wire } from "../../core/service.ts";
import { limitExceeded, validationError } from "./errors.ts";
import type { RoleRecord } from "./roles.ts";

/** "Tags for IAM resources": 50 at most, keys of 1 to 128 characters, each once. */
export function checkTags(tags: Array<Wire<Tag>> = []): RoleRecord["Tags"] {
  const byKey = new Map<string, string>();
  for (const { Key = "", Value = "" } of tags) {
    if (Key === "" || Key.length > 128 || Value.length > 256 || Key.toLowerCase().startsWith("aws:")) {
      throw validationError(
        `A tag has a key of 1 to 128 characters that does not begin with aws:, and a value of at most 256; this one is ${JSON.stringify({ Key, Value })}.`,
      );
    }
    if (byKey.has(Key))
      throw validationError(`Duplicate tag keys found. Please note that Tag keys are case insensitive.`);
    byKey.set(Key, Value);
  }
  if (byKey.size > 50) throw limitExceeded("The number of tags has reached the maximum limit: 50.");
  return [...byKey].map(([Key, Value]) => ({ Key, Value }));
}

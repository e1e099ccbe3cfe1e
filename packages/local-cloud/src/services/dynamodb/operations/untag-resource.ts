import type { UntagResourceInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { removeTags } from "../../../core/tags.ts";
import type { Database } from "../database.ts";
import { taggedTable } from "../tags.ts";

export function untagResource(database: Database): Operation<Wire<UntagResourceInput>, object> {
  return (input, context) => {
    context.authorize({ action: "dynamodb:UntagResource", resource: input.ResourceArn ?? "*" });
    const record = taggedTable(database, input.ResourceArn);
    if (!input.TagKeys?.length) {
      throw new AwsError("ValidationException", "Atleast one Tag Key needs to be provided as Input.");
    }

    database.save({ ...record, tags: removeTags(record.tags, input.TagKeys) });
    return {};
  };
}

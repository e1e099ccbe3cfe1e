import type { TagResourceInput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { addTags } from "../../../core/tags.ts";
import type { Database } from "../database.ts";
import { tagErrors, taggedTable, tagRecord } from "../tags.ts";

export function tagResource(database: Database): Operation<Wire<TagResourceInput>, object> {
  return (input, context) => {
    context.authorize({ action: "dynamodb:TagResource", resource: input.ResourceArn ?? "*" });
    const record = taggedTable(database, input.ResourceArn);
    if (!input.Tags?.length) {
      throw new AwsError("ValidationException", "Atleast one Tag needs to be provided as Input.");
    }

    database.save({ ...record, tags: addTags(record.tags, tagRecord(input.Tags), tagErrors) });
    return {};
  };
}

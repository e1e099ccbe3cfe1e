import type { ListTagsOfResourceInput, ListTagsOfResourceOutput } from "@aws-sdk/client-dynamodb";
import type { Operation, Wire } from "../../../core/service.ts";
import { listTags } from "../../../core/tags.ts";
import type { Database } from "../database.ts";
import { taggedTable } from "../tags.ts";

/** All on one page: a table has at most fifty. */
export function listTagsOfResource(
  database: Database,
): Operation<Wire<ListTagsOfResourceInput>, Wire<ListTagsOfResourceOutput>> {
  return (input, context) => {
    context.authorize({ action: "dynamodb:ListTagsOfResource", resource: input.ResourceArn ?? "*" });
    const { tags } = taggedTable(database, input.ResourceArn);
    return { Tags: listTags(tags) };
  };
}

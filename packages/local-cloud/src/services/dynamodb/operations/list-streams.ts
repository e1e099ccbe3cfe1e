import type { ListStreamsInput, ListStreamsOutput } from "@aws-sdk/client-dynamodb-streams";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Database } from "../database.ts";
import { checkLimit, checkStreamArn } from "../streams/validate.ts";

const maxPage = 100;

/** ListStreams knows no resources: a policy must allow it on "*" ("Actions, resources, and condition keys for Amazon DynamoDB"). */
export function listStreams({ streams }: Database): Operation<Wire<ListStreamsInput>, Wire<ListStreamsOutput>> {
  return ({ TableName: table, Limit, ExclusiveStartStreamArn: after }, context) => {
    context.authorize({ action: "dynamodb:ListStreams", resource: "*" });
    const limit = checkLimit(Limit, maxPage);
    if (after !== undefined) checkStreamArn(after, "exclusiveStartStreamArn");

    const found = streams.list().filter((stream) => table === undefined || stream.tableName === table);
    const rest = found.filter(({ arn }) => after === undefined || arn > after);
    const page = rest.slice(0, limit);
    return {
      Streams: page.map(({ arn, tableName, label }) => ({ StreamArn: arn, TableName: tableName, StreamLabel: label })),
      ...(rest.length > limit && { LastEvaluatedStreamArn: page.at(-1)!.arn }),
    };
  };
}

import type { ListTablesInput, ListTablesOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import type { Database } from "../database.ts";

const maxPage = 100;

export function listTables(database: Database): Operation<Wire<ListTablesInput>, Wire<ListTablesOutput>> {
  return ({ ExclusiveStartTableName: after = "", Limit: limit = maxPage }, context) => {
    context.authorize({ action: "dynamodb:ListTables", resource: "*" });
    if (!(limit >= 1 && limit <= maxPage)) {
      const bound = limit < 1 ? "greater than or equal to 1" : `less than or equal to ${maxPage}`;
      throw new AwsError(
        "ValidationException",
        `1 validation error detected: Value '${limit}' at 'limit' failed to satisfy constraint: ` +
          `Member must have value ${bound}`,
      );
    }

    const names = database.tableNames().filter((name) => name > after);
    const page = names.slice(0, limit);
    return { TableNames: page, ...(names.length > limit && { LastEvaluatedTableName: page.at(-1) }) };
  };
}

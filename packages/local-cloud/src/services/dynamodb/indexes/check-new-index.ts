import type { AttributeDefinition, CreateGlobalSecondaryIndexAction } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Wire } from "../../../core/service.ts";
import type { Database, TableRecord } from "../database.ts";
import { validated } from "../dynalite.ts";
import { isOnDemand } from "../table-settings.ts";
import { refuseMembers } from "../unsupported.ts";

type Description = TableRecord["description"];
type NewIndex = Wire<CreateGlobalSecondaryIndexAction>;

/** "Service, account, and table quotas in Amazon DynamoDB". */
const maxIndexes = 20;

const invalid = (reason: string) =>
  new AwsError("ValidationException", `One or more parameter values were invalid: ${reason}`);

/**
 * Checks a global secondary index that is to be added to a table; returns the table's attribute definitions with it.
 *
 * @param given the request's attribute definitions, which must have the keys of the index
 * @throws AwsError ValidationException, LimitExceededException
 */
export function checkNewIndex(
  database: Database,
  table: Description,
  index: NewIndex,
  given: AttributeDefinition[],
): AttributeDefinition[] {
  refuseMembers("UpdateTable", index, {
    OnDemandThroughput: "limits of on-demand throughput",
    WarmThroughput: "warm throughput",
  });
  const before = table.AttributeDefinitions ?? [];
  checkShape(database, table, index, [...before, ...given]);
  const { GlobalSecondaryIndexes: globals = [], LocalSecondaryIndexes: locals = [] } = table;
  if ([...globals, ...locals].some(({ IndexName }) => IndexName === index.IndexName)) {
    throw new AwsError("ValidationException", "Attempting to create an index which already exists");
  }
  if (globals.length >= maxIndexes) {
    throw new AwsError(
      "LimitExceededException",
      `GlobalSecondaryIndex count exceeds the per-table limit of ${maxIndexes}`,
    );
  }
  if (index.ProvisionedThroughput && isOnDemand(table)) {
    throw invalid(
      `Neither ReadCapacityUnits nor WriteCapacityUnits can be specified for index: ${index.IndexName} ` +
        "when BillingMode is PAY_PER_REQUEST",
    );
  }

  const keys = index.KeySchema!.map(({ AttributeName, KeyType }) =>
    keyDefinition(index, given, AttributeName!, KeyType!),
  );
  for (const { definition, keyType } of keys) checkSameType(before, definition, keyType);
  const known = new Set(before.map(({ AttributeName }) => AttributeName));
  return [...before, ...keys.map(({ definition }) => definition).filter((each) => !known.has(each.AttributeName))];
}

/** The rules for an index of a new table hold for it, too. */
function checkShape(database: Database, table: Description, index: NewIndex, definitions: AttributeDefinition[]): void {
  validated(database, "CreateTable", {
    TableName: table.TableName,
    KeySchema: table.KeySchema,
    AttributeDefinitions: definitions,
    BillingMode: "PAY_PER_REQUEST",
    GlobalSecondaryIndexes: [{ ...index, ProvisionedThroughput: undefined }],
  });
  if (index.Projection?.ProjectionType === "INCLUDE" && !index.Projection.NonKeyAttributes) {
    throw invalid("ProjectionType is INCLUDE, but NonKeyAttributes is not specified");
  }
}

function keyDefinition(
  { IndexName, KeySchema }: NewIndex,
  given: AttributeDefinition[],
  name: string,
  keyType: string,
) {
  const definition = given.find(({ AttributeName }) => AttributeName === name);
  if (definition) return { definition, keyType };
  if (given.length === 0) throw invalid(`AttributeDefinitions is not specified for index: ${IndexName}`);
  const names = (list: Array<{ AttributeName?: string | undefined }>) =>
    list.map((each) => each.AttributeName).join(", ");
  throw invalid(
    "Some index key attributes are not defined in AttributeDefinitions. " +
      `Keys: [${names(KeySchema!)}], AttributeDefinitions: [${names(given)}]`,
  );
}

/** An attribute has one type in all indexes. */
function checkSameType(before: AttributeDefinition[], definition: AttributeDefinition, keyType: string): void {
  const { AttributeName: name, AttributeType: type } = definition;
  const existing = before.find(({ AttributeName }) => AttributeName === name)?.AttributeType;
  if (existing === undefined || existing === type) return;
  throw invalid(
    "Attributes cannot be redefined. Please check that your attribute has the same type as previously defined. " +
      `Existing schema: Schema:[SchemaElement: key{${name}:${existing}:${keyType}}] ` +
      `New schema: Schema:[SchemaElement: key{${name}:${type}:${keyType}}]`,
  );
}

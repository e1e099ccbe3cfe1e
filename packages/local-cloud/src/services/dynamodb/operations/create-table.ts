import type { CreateTableInput, CreateTableOutput } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { type Database, type TableRecord, tableName } from "../database.ts";
import { validated } from "../dynalite.ts";
import { checkNewStream, withStream } from "../streams/specification.ts";
import { checkTags, tagRecord } from "../tags.ts";
import { refuseMembers } from "../unsupported.ts";

type Input = Wire<CreateTableInput>;

/** Returns the status CREATING, as AWS does; the table exists at once, and any later call finds it ACTIVE. */
export function createTable(database: Database): Operation<Input, Wire<CreateTableOutput>> {
  return (input, context) => {
    const name = tableName(input.TableName ?? "");
    context.authorize({ action: "dynamodb:CreateTable", resource: database.tableArn(name) });
    refuseMembers("CreateTable", input, {
      SSESpecification: "encryption with a KMS key",
      ResourcePolicy: "resource policies of tables",
      OnDemandThroughput: "limits of on-demand throughput",
      WarmThroughput: "warm throughput",
    });
    checkNewStream(input.StreamSpecification);
    const table = validated(database, "CreateTable", { ...input, TableName: name });
    if (input.Tags?.length) {
      context.authorize({ action: "dynamodb:TagResource", resource: database.tableArn(name) });
      checkTags(input.Tags);
    }
    if (database.find(name)) throw new AwsError("ResourceInUseException", `Table already exists: ${name}`);

    const description = withStream(database, describe(database, { ...input, ...table }), input.StreamSpecification);
    database.save({ description, tags: tagRecord(input.Tags ?? []) });
    return { TableDescription: { ...description, TableStatus: "CREATING" } };
  };
}

function describe(database: Database, input: Input): TableRecord["description"] {
  const { account } = database;
  const name = input.TableName!;
  const tableArn = database.tableArn(name);
  const createdAt = account.clock.now() / 1000;
  const onDemand = input.BillingMode === "PAY_PER_REQUEST";
  const throughput = (given: Input["ProvisionedThroughput"]) => ({
    NumberOfDecreasesToday: 0,
    ReadCapacityUnits: given?.ReadCapacityUnits ?? 0,
    WriteCapacityUnits: given?.WriteCapacityUnits ?? 0,
  });
  const index = (indexName: string | undefined) => ({
    IndexArn: `${tableArn}/index/${indexName}`,
    IndexSizeBytes: 0,
    ItemCount: 0,
  });

  return {
    AttributeDefinitions: input.AttributeDefinitions,
    TableName: name,
    KeySchema: input.KeySchema,
    TableStatus: "ACTIVE",
    CreationDateTime: createdAt,
    ProvisionedThroughput: throughput(input.ProvisionedThroughput),
    TableSizeBytes: 0,
    ItemCount: 0,
    TableArn: tableArn,
    TableId: account.random.uuid(),
    ...(onDemand && {
      BillingModeSummary: { BillingMode: "PAY_PER_REQUEST", LastUpdateToPayPerRequestDateTime: createdAt },
    }),
    ...(input.LocalSecondaryIndexes && {
      LocalSecondaryIndexes: input.LocalSecondaryIndexes.map((given) => ({ ...given, ...index(given.IndexName) })),
    }),
    ...(input.GlobalSecondaryIndexes && {
      GlobalSecondaryIndexes: input.GlobalSecondaryIndexes.map((given) => ({
        ...given,
        ...index(given.IndexName),
        IndexStatus: "ACTIVE" as const,
        ProvisionedThroughput: throughput(given.ProvisionedThroughput),
      })),
    }),
    ...(input.TableClass && { TableClassSummary: { TableClass: input.TableClass } }),
    DeletionProtectionEnabled: input.DeletionProtectionEnabled ?? false,
  };
}

import type {
  FilterCriteria,
  PipeSourceDynamoDBStreamParameters,
  PipeSourceParameters,
  UpdatePipeSourceDynamoDBStreamParameters,
  UpdatePipeSourceParameters,
} from "@aws-sdk/client-pipes";
import type { Account } from "../../core/account.ts";
import { parseArn } from "../../core/arn.ts";
import { AwsError } from "../../core/aws-error.ts";
import { Constraints } from "../../core/constraints.ts";
import type { Wire } from "../../core/service.ts";
import { compilePattern } from "../eventbridge/pattern/index.ts";
import { notEmulated, validationError } from "./errors.ts";
import type { StreamSettings } from "./stored-pipe.ts";

/** Sources that AWS has and the local cloud has not, by the service in their ARN. */
const otherSources: Record<string, string> = {
  sqs: "queues as sources",
  kinesis: "Kinesis streams as sources",
  kafka: "Amazon MSK clusters as sources",
  mq: "Amazon MQ brokers as sources",
};

/** "Amazon EventBridge Pipes batching and concurrency": the largest batch that an event bus takes. */
const maxBatchOfBus = 10;

/** @throws AwsError ValidationException unless `source` is a stream of one of the account's tables */
export function checkSource(account: Account, source: string | undefined): void {
  new Constraints().text("source", source, { required: true, min: 1, max: 1600 }).check();
  if (source!.startsWith("smk://")) {
    throw notEmulated("self-managed Apache Kafka as a source", "Use the stream of a DynamoDB table.");
  }
  const parsed = parseArn(source!);
  const other = parsed && otherSources[parsed.service];
  if (other) throw notEmulated(other, "Use the stream of a DynamoDB table.");
  if (parsed?.service !== "dynamodb" || !/^table\/[^/]+\/stream\/.+$/.test(parsed.resource)) {
    throw validationError(`${source} is not the ARN of a DynamoDB stream, arn:aws:dynamodb:…:table/NAME/stream/LABEL.`);
  }
  if (parsed.region !== account.region || parsed.accountId !== account.id) {
    throw validationError(`${source} is not in account ${account.id} and Region ${account.region}.`);
  }
}

/** What a new pipe reads, and how. @throws AwsError ValidationException */
export function newSourceParameters(given: Wire<PipeSourceParameters> | undefined): {
  filters: string[];
  stream: StreamSettings;
} {
  refuseOthers(given);
  const { StartingPosition, ...rest } = given?.DynamoDBStreamParameters ?? ({} as PipeSourceDynamoDBStreamParameters);
  new Constraints()
    .text("sourceParameters.dynamoDBStreamParameters.startingPosition", StartingPosition, {
      required: true,
      oneOf: ["TRIM_HORIZON", "LATEST"],
    })
    .check();
  return { filters: filtersOf(given?.FilterCriteria) ?? [], stream: settings(StartingPosition!, rest) };
}

/**
 * The same after an update. "UpdatePipe": DynamoDBStreamParameters are replaced as one, so that a member that is left out
 * gets its default again; FilterCriteria that are left out stay.
 */
export function changedSourceParameters(
  current: { filters: readonly string[]; stream: StreamSettings },
  given: Wire<UpdatePipeSourceParameters> | undefined,
): { filters: readonly string[]; stream: StreamSettings } {
  refuseOthers(given);
  const { StartingPosition } = current.stream;
  return {
    filters: filtersOf(given?.FilterCriteria) ?? current.filters,
    stream: given?.DynamoDBStreamParameters
      ? settings(StartingPosition, given.DynamoDBStreamParameters)
      : current.stream,
  };
}

function refuseOthers(given: object | undefined): void {
  for (const [member, value] of Object.entries(given ?? {})) {
    if (value === undefined || member === "FilterCriteria" || member === "DynamoDBStreamParameters") continue;
    throw notEmulated(`SourceParameters.${member}`, "Set DynamoDBStreamParameters.");
  }
}

function settings(
  StartingPosition: StreamSettings["StartingPosition"],
  given: UpdatePipeSourceDynamoDBStreamParameters,
): StreamSettings {
  checkNumbers(given);
  const { BatchSize = maxBatchOfBus, ParallelizationFactor = 1, OnPartialBatchItemFailure } = given;
  if (BatchSize > maxBatchOfBus) {
    throw validationError(
      `BatchSize is ${BatchSize}, but an event bus takes at most ${maxBatchOfBus} events at a time. Lower BatchSize.`,
    );
  }
  if (ParallelizationFactor !== 1) {
    throw notEmulated(`a ParallelizationFactor of ${ParallelizationFactor}`, "Leave it out, or set it to 1.");
  }
  const deadLetterArn = given.DeadLetterConfig?.Arn;
  checkDeadLetterArn(deadLetterArn);
  return {
    StartingPosition,
    BatchSize,
    ParallelizationFactor,
    MaximumBatchingWindowInSeconds: given.MaximumBatchingWindowInSeconds ?? 0,
    MaximumRecordAgeInSeconds: given.MaximumRecordAgeInSeconds ?? -1,
    MaximumRetryAttempts: given.MaximumRetryAttempts ?? -1,
    ...(OnPartialBatchItemFailure && { OnPartialBatchItemFailure }),
    ...(deadLetterArn !== undefined && { deadLetterArn }),
  };
}

/** The ranges of "PipeSourceDynamoDBStreamParameters". */
function checkNumbers(given: UpdatePipeSourceDynamoDBStreamParameters): void {
  const at = (member: string) => `sourceParameters.dynamoDBStreamParameters.${member}`;
  new Constraints()
    .number(at("batchSize"), given.BatchSize, { min: 1, max: 10_000 })
    .number(at("maximumBatchingWindowInSeconds"), given.MaximumBatchingWindowInSeconds, { min: 0, max: 300 })
    .number(at("maximumRecordAgeInSeconds"), given.MaximumRecordAgeInSeconds, { min: -1, max: 604_800 })
    .number(at("maximumRetryAttempts"), given.MaximumRetryAttempts, { min: -1, max: 10_000 })
    .number(at("parallelizationFactor"), given.ParallelizationFactor, { min: 1, max: 10 })
    .text(at("onPartialBatchItemFailure"), given.OnPartialBatchItemFailure, { oneOf: ["AUTOMATIC_BISECT"] })
    .check();
}

/** "DeadLetterConfig": a queue or a topic, and not FIFO ("Amazon EventBridge Pipes error handling and troubleshooting"). */
function checkDeadLetterArn(deadLetterArn: string | undefined): void {
  if (deadLetterArn === undefined) return;
  const parsed = parseArn(deadLetterArn);
  if (parsed?.service !== "sqs" && parsed?.service !== "sns") {
    throw validationError(`DeadLetterConfig.Arn is ${deadLetterArn}, which is neither a queue nor a topic.`);
  }
  if (parsed.resource.endsWith(".fifo")) {
    throw validationError(`DeadLetterConfig.Arn is ${deadLetterArn}, but a pipe's dead letters cannot go to FIFO.`);
  }
}

function filtersOf(criteria: FilterCriteria | undefined): string[] | undefined {
  if (!criteria) return undefined;
  const filters = criteria.Filters ?? [];
  new Constraints().list("sourceParameters.filterCriteria.filters", filters, { max: 5 }).check();
  return filters.map(({ Pattern }, at) => {
    const member = `sourceParameters.filterCriteria.filters.${at + 1}.member.pattern`;
    new Constraints().text(member, Pattern, { required: true, max: 4096 }).check();
    checkPattern(Pattern!);
    return Pattern!;
  });
}

function checkPattern(pattern: string): void {
  try {
    compilePattern(pattern);
  } catch (error) {
    if (error instanceof AwsError) throw validationError(`The filter ${pattern} is not valid. ${error.message}`);
    throw error;
  }
}

import type {
  CreatePipeRequest,
  DescribePipeResponse,
  PipeSourceDynamoDBStreamParameters,
  PipeTargetParameters,
  UpdatePipeSourceParameters,
} from "@aws-sdk/client-pipes";
import type { Cloud } from "../contract/cloud.ts";
import { ProviderError } from "../contract/errors.ts";
import type { Live, ResourceType } from "../contract/resource-type.ts";
import { list, number, object, string, tags } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";
import { orUndefined, updateTags } from "./tags.ts";

export const pipe: ResourceType = {
  token: "aws:pipes/pipe:Pipe",
  title: "EventBridge Pipes Pipe",
  inputs: {
    name: string({ replace: true, pattern: /^[\w.-]{1,64}$/, autoName: { max: 64 } }),
    description: string({ max: 512, default: "Managed by Pulumi" }),
    desiredState: string({ oneOf: ["RUNNING", "STOPPED"], default: "RUNNING" }),
    roleArn: string({ required: true }),
    source: string({ required: true, replace: true }),
    sourceParameters: object(
      {
        filterCriteria: object({ filters: list(object({ pattern: string({ required: true, max: 4096 }) })) }),
        dynamodbStreamParameters: object(
          {
            startingPosition: string({ required: true, replace: true, oneOf: ["TRIM_HORIZON", "LATEST"] }),
            batchSize: number({ min: 1, max: 10_000, computed: true }),
            deadLetterConfig: object({ arn: string() }),
            maximumBatchingWindowInSeconds: number({ min: 0, max: 300, computed: true }),
            maximumRecordAgeInSeconds: number({ min: -1, max: 604_800, computed: true }),
            maximumRetryAttempts: number({ min: -1, max: 10_000, computed: true }),
            onPartialBatchItemFailure: string({ oneOf: ["AUTOMATIC_BISECT"] }),
            parallelizationFactor: number({ min: 1, max: 10, computed: true }),
          },
          { computed: true },
        ),
      },
      { computed: true },
    ),
    target: string({ required: true }),
    targetParameters: object({
      eventbridgeEventBusParameters: object({
        detailType: string({ max: 128 }),
        endpointId: string(),
        resources: list(string(), { unordered: true }),
        source: string({ max: 256 }),
        time: string({ max: 256 }),
      }),
      inputTemplate: string({ max: 8192 }),
    }),
    tags,
  },
  outputs: ["arn", "region"],
  idOf: (inputs) => inputs.name as string,

  async create(inputs, cloud) {
    const Name = inputs.name as string;
    await cloud.call("pipes", "CreatePipe", {
      Name,
      Description: inputs.description as string,
      DesiredState: inputs.desiredState as CreatePipeRequest["DesiredState"],
      RoleArn: inputs.roleArn as string,
      Source: inputs.source as string,
      SourceParameters: sourceParameters(inputs, streamParameters(inputs)),
      Target: inputs.target as string,
      TargetParameters: targetParameters(inputs),
      Tags: inputs.tags as Record<string, string> | undefined,
    } satisfies CreatePipeRequest);
    const { CurrentState, StateReason } = await describe(cloud, Name);
    if (CurrentState !== "CREATE_FAILED") return Name;
    // AWS keeps it; without it, the next deployment can try again.
    await cloud.call("pipes", "DeletePipe", { Name });
    throw unexpectedState("creation", Name, "CREATE_FAILED", StateReason);
  },

  async read(id, cloud) {
    const found = await cloud.find<DescribePipeResponse>("pipes", "DescribePipe", { Name: id });
    return found && propertiesOf(found);
  },

  async update(id, news, cloud, change) {
    if (change.has("description", "desiredState", "roleArn", "sourceParameters", "target", "targetParameters")) {
      await update(id, news, cloud);
    }
    const resourceArn = change.olds.arn;
    await updateTags(change.olds.tags, news.tags, {
      tag: (set) => cloud.call("pipes", "TagResource", { resourceArn, tags: set }),
      untag: (tagKeys) => cloud.call("pipes", "UntagResource", { resourceArn, tagKeys }),
    });
  },

  async delete(id, cloud) {
    await cloud.find("pipes", "DeletePipe", { Name: id });
  },
};

async function update(Name: string, news: PropertyMap, cloud: Cloud): Promise<void> {
  const { StartingPosition: _, ...stream } = streamParameters(news);
  await cloud.call("pipes", "UpdatePipe", {
    Name,
    Description: (news.description as string | undefined) ?? "",
    DesiredState: news.desiredState,
    RoleArn: news.roleArn,
    SourceParameters: sourceParameters(news, stream),
    Target: news.target,
    TargetParameters: { EventBridgeEventBusParameters: {}, InputTemplate: "", ...targetParameters(news) },
  });
  const { CurrentState, StateReason } = await describe(cloud, Name);
  if (CurrentState === "UPDATE_FAILED") throw unexpectedState("update", Name, "UPDATE_FAILED", StateReason);
}

function describe(cloud: Cloud, Name: string): Promise<DescribePipeResponse> {
  return cloud.call<DescribePipeResponse>("pipes", "DescribePipe", { Name });
}

/** As AWS's own provider puts it. */
function unexpectedState(what: string, name: string, state: string, reason: string | undefined): ProviderError {
  return new ProviderError(
    `waiting for ${what} of EventBridge Pipes Pipe (${name}): unexpected state '${state}', wanted target 'RUNNING, STOPPED'. last error: ${reason}`,
  );
}

interface Inputs {
  sourceParameters?: {
    filterCriteria?: { filters?: { pattern: string }[] };
    dynamodbStreamParameters?: {
      startingPosition: PipeSourceDynamoDBStreamParameters["StartingPosition"];
      batchSize?: number;
      deadLetterConfig?: { arn?: string };
      maximumBatchingWindowInSeconds?: number;
      maximumRecordAgeInSeconds?: number;
      maximumRetryAttempts?: number;
      onPartialBatchItemFailure?: "AUTOMATIC_BISECT";
      parallelizationFactor?: number;
    };
  };
  targetParameters?: {
    eventbridgeEventBusParameters?: {
      detailType?: string;
      endpointId?: string;
      resources?: string[];
      source?: string;
      time?: string;
    };
    inputTemplate?: string;
  };
}

function streamParameters(inputs: PropertyMap): PipeSourceDynamoDBStreamParameters {
  const given = (inputs as Inputs).sourceParameters?.dynamodbStreamParameters;
  return {
    StartingPosition: given?.startingPosition,
    BatchSize: given?.batchSize,
    DeadLetterConfig: given?.deadLetterConfig?.arn ? { Arn: given.deadLetterConfig.arn } : undefined,
    MaximumBatchingWindowInSeconds: given?.maximumBatchingWindowInSeconds,
    MaximumRecordAgeInSeconds: given?.maximumRecordAgeInSeconds,
    MaximumRetryAttempts: given?.maximumRetryAttempts,
    OnPartialBatchItemFailure: given?.onPartialBatchItemFailure,
    ParallelizationFactor: given?.parallelizationFactor,
  };
}

/** Filters that the program removed are removed by an empty list. */
function sourceParameters<Stream extends UpdatePipeSourceParameters["DynamoDBStreamParameters"]>(
  inputs: PropertyMap,
  DynamoDBStreamParameters: Stream,
) {
  const filters = (inputs as Inputs).sourceParameters?.filterCriteria?.filters ?? [];
  return {
    FilterCriteria: { Filters: filters.map(({ pattern }) => ({ Pattern: pattern })) },
    DynamoDBStreamParameters,
  };
}

function targetParameters(inputs: PropertyMap): PipeTargetParameters {
  const { eventbridgeEventBusParameters: bus, inputTemplate } = (inputs as Inputs).targetParameters ?? {};
  return {
    ...(bus && {
      EventBridgeEventBusParameters: {
        DetailType: bus.detailType,
        EndpointId: bus.endpointId,
        Resources: bus.resources,
        Source: bus.source,
        Time: bus.time,
      },
    }),
    ...(inputTemplate !== undefined && { InputTemplate: inputTemplate }),
  };
}

function propertiesOf(pipe: DescribePipeResponse): Live {
  const { FilterCriteria, DynamoDBStreamParameters: stream } = pipe.SourceParameters ?? {};
  const { EventBridgeEventBusParameters: bus, InputTemplate } = pipe.TargetParameters ?? {};
  return {
    name: pipe.Name,
    arn: pipe.Arn,
    description: pipe.Description,
    desiredState: pipe.DesiredState,
    roleArn: pipe.RoleArn,
    source: pipe.Source,
    sourceParameters: {
      filterCriteria: { filters: FilterCriteria?.Filters?.map(({ Pattern }) => ({ pattern: Pattern })) },
      dynamodbStreamParameters: {
        startingPosition: stream?.StartingPosition,
        batchSize: stream?.BatchSize,
        deadLetterConfig: { arn: stream?.DeadLetterConfig?.Arn },
        maximumBatchingWindowInSeconds: stream?.MaximumBatchingWindowInSeconds,
        maximumRecordAgeInSeconds: stream?.MaximumRecordAgeInSeconds,
        maximumRetryAttempts: stream?.MaximumRetryAttempts,
        onPartialBatchItemFailure: stream?.OnPartialBatchItemFailure,
        parallelizationFactor: stream?.ParallelizationFactor,
      },
    },
    target: pipe.Target,
    targetParameters: {
      eventbridgeEventBusParameters: {
        detailType: bus?.DetailType,
        endpointId: bus?.EndpointId,
        resources: bus?.Resources,
        source: bus?.Source,
        time: bus?.Time,
      },
      inputTemplate: InputTemplate,
    },
    tags: orUndefined(pipe.Tags),
  };
}

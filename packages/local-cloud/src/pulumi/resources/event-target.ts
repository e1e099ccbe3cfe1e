import type {
  ListTargetsByRuleResponse,
  PutTargetsResponse,
  RemoveTargetsResponse,
  Target,
} from "@aws-sdk/client-eventbridge";
import type { Cloud } from "../contract/cloud.ts";
import { ProviderError } from "../contract/errors.ts";
import type { Live, ResourceType } from "../contract/resource-type.ts";
import { boolean, map, number, object, string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";

export const eventTarget: ResourceType = {
  token: "aws:cloudwatch/eventTarget:EventTarget",
  title: "EventBridge Target",
  inputs: {
    rule: string({ required: true, replace: true }),
    eventBusName: string({ replace: true, default: "default" }),
    targetId: string({ replace: true, pattern: /^[\w.-]{1,64}$/, autoName: { max: 64 } }),
    arn: string({ required: true }),
    input: string({ max: 8192 }),
    inputPath: string({ conflictsWith: ["input"] }),
    inputTransformer: object(
      { inputPaths: map(string()), inputTemplate: string({ required: true, max: 8192 }) },
      { conflictsWith: ["input", "inputPath"] },
    ),
    retryPolicy: object({
      maximumEventAgeInSeconds: number({ min: 0, max: 86_400 }),
      maximumRetryAttempts: number({ min: 0, max: 185 }),
    }),
    deadLetterConfig: object({ arn: string() }),
    roleArn: string(),
    sqsTarget: object({ messageGroupId: string() }),
    forceDestroy: boolean({ default: false, unread: true }),
  },
  outputs: ["region"],
  idOf: targetId,

  async create(inputs, cloud) {
    await put(inputs, cloud);
    return targetId(inputs);
  },

  async read(id, cloud, known) {
    const { eventBusName, rule, targetId } = partsOf(id, known);
    const found = await cloud.find<ListTargetsByRuleResponse>("events", "ListTargetsByRule", {
      Rule: rule,
      EventBusName: eventBusName,
    });
    const target = found?.Targets?.find((candidate) => candidate.Id === targetId);
    return target && { rule, eventBusName, targetId, ...propertiesOf(target) };
  },

  update: (_id, news, cloud) => put(news, cloud),

  async delete(id, cloud, state) {
    const { eventBusName, rule, targetId } = partsOf(id, state);
    const response = await cloud.find<RemoveTargetsResponse>("events", "RemoveTargets", {
      Rule: rule,
      EventBusName: eventBusName,
      Ids: [targetId],
    });
    const isMissing = response?.FailedEntries?.[0]?.ErrorCode === "ResourceNotFoundException";
    if (!isMissing) throwFailedEntry(response);
  },
};

async function put(inputs: PropertyMap, cloud: Cloud): Promise<void> {
  const response = await cloud.call<PutTargetsResponse>("events", "PutTargets", {
    Rule: inputs.rule,
    EventBusName: inputs.eventBusName,
    Targets: [toTarget(inputs)],
  });
  throwFailedEntry(response);
}

/** These operations answer 200 even when they refuse. */
function throwFailedEntry(response: PutTargetsResponse | RemoveTargetsResponse | undefined): void {
  const failed = response?.FailedEntries?.[0];
  if (failed) throw new ProviderError(`${failed.ErrorCode}: ${failed.ErrorMessage}`);
}

interface Inputs {
  inputTransformer?: { inputPaths?: Record<string, string>; inputTemplate: string };
  retryPolicy?: { maximumEventAgeInSeconds?: number; maximumRetryAttempts?: number };
  deadLetterConfig?: { arn?: string };
  sqsTarget?: { messageGroupId?: string };
}

function toTarget(inputs: PropertyMap): Target {
  const { inputTransformer, retryPolicy, deadLetterConfig, sqsTarget } = inputs as Inputs;
  return {
    Id: inputs.targetId as string,
    Arn: inputs.arn as string,
    RoleArn: inputs.roleArn as string | undefined,
    Input: inputs.input as string | undefined,
    InputPath: inputs.inputPath as string | undefined,
    InputTransformer: inputTransformer && {
      InputPathsMap: inputTransformer.inputPaths,
      InputTemplate: inputTransformer.inputTemplate,
    },
    // The provider sends 0 for a member that is left out: no retry, or an age that PutTargets refuses
    // (terraform-provider-aws, issue 38265).
    RetryPolicy: retryPolicy && {
      MaximumEventAgeInSeconds: retryPolicy.maximumEventAgeInSeconds ?? 0,
      MaximumRetryAttempts: retryPolicy.maximumRetryAttempts ?? 0,
    },
    DeadLetterConfig: deadLetterConfig?.arn ? { Arn: deadLetterConfig.arn } : undefined,
    SqsParameters: sqsTarget?.messageGroupId ? { MessageGroupId: sqsTarget.messageGroupId } : undefined,
  };
}

function propertiesOf(target: Target): Live {
  return {
    arn: target.Arn,
    roleArn: target.RoleArn,
    input: target.Input,
    inputPath: target.InputPath,
    inputTransformer: {
      inputPaths: target.InputTransformer?.InputPathsMap,
      inputTemplate: target.InputTransformer?.InputTemplate,
    },
    retryPolicy: {
      maximumEventAgeInSeconds: target.RetryPolicy?.MaximumEventAgeInSeconds,
      maximumRetryAttempts: target.RetryPolicy?.MaximumRetryAttempts,
    },
    deadLetterConfig: { arn: target.DeadLetterConfig?.Arn },
    sqsTarget: { messageGroupId: target.SqsParameters?.MessageGroupId },
  };
}

function targetId({ eventBusName, rule, targetId }: PropertyMap): string {
  const bus = eventBusName === undefined || eventBusName === "default" ? "" : `${eventBusName}-`;
  return `${bus}${rule}-${targetId}`;
}

/** From the state, or for an import from bus/rule/target or rule/target. */
function partsOf(id: string, known: PropertyMap): { eventBusName: string; rule: string; targetId: string } {
  if (typeof known.rule === "string" && typeof known.targetId === "string") {
    return { eventBusName: String(known.eventBusName ?? "default"), rule: known.rule, targetId: known.targetId };
  }
  const parts = id.split("/");
  const [targetId, rule] = [parts.pop(), parts.pop()];
  if (!targetId || !rule) {
    throw new ProviderError(
      `unexpected id "${id}", expected event-bus-name/rule-name/target-id or rule-name/target-id`,
    );
  }
  return { eventBusName: parts.join("/") || "default", rule, targetId };
}

import type { PipeTargetEventBridgeEventBusParameters, PipeTargetParameters } from "@aws-sdk/client-pipes";
import type { Account } from "../../core/account.ts";
import { parseArn } from "../../core/arn.ts";
import { Constraints } from "../../core/constraints.ts";
import { notEmulated, validationError } from "./errors.ts";

/** Targets that AWS has and the local cloud has not, by the service in their ARN ("Amazon EventBridge Pipes targets"). */
const otherTargets: Record<string, string> = {
  batch: "AWS Batch job queues as targets",
  ecs: "Amazon ECS tasks as targets",
  "execute-api": "API Gateway as a target",
  firehose: "Firehose streams as targets",
  inspector: "Inspector assessment templates as targets",
  kinesis: "Kinesis streams as targets",
  lambda: "functions as targets",
  logs: "log groups as targets",
  redshift: "Redshift clusters as targets",
  "redshift-serverless": "serverless Redshift as a target",
  sagemaker: "SageMaker pipelines as targets",
  sns: "topics as targets",
  sqs: "queues as targets",
  states: "state machines as targets",
  timestream: "Timestream tables as targets",
};

const jsonPath = /^\$(\.[\w/_-]+(\[(\d+|\*)\])*)*$/;
const arnOrJsonPath = /^(arn:aws[\w-]*:[\w-]+:[a-z\d-]*:(\d{12})?:.+|\$(\.[\w/_-]+(\[(\d+|\*)\])*)*)$/;

/** @throws AwsError ValidationException unless `target` is a bus of the account */
export function checkTarget(account: Account, target: string | undefined): void {
  new Constraints().text("target", target, { required: true, min: 1, max: 1600 }).check();
  const parsed = parseArn(target!);
  const other = parsed && otherTargets[parsed.service];
  if (other) throw notEmulated(other, "Use an event bus.");
  if (parsed?.service === "events" && parsed.resource.startsWith("api-destination/")) {
    throw notEmulated("API destinations as targets", "Use an event bus.");
  }
  if (parsed?.service !== "events" || !parsed.resource.startsWith("event-bus/")) {
    throw validationError(`${target} is not the ARN of an event bus, arn:aws:events:…:event-bus/NAME.`);
  }
  if (parsed.region !== account.region || parsed.accountId !== account.id) {
    throw validationError(
      `${target} is not in account ${account.id} and Region ${account.region}: a pipe puts events on a bus of its own.`,
    );
  }
}

export interface TargetParameters {
  inputTemplate?: string | undefined;
  bus: PipeTargetEventBridgeEventBusParameters;
}

/**
 * The target's parameters after a change ("UpdatePipe"): EventBridgeEventBusParameters are replaced as one, an empty
 * InputTemplate is removed, and what is left out stays.
 *
 * @throws AwsError ValidationException
 */
export function changedTargetParameters(
  current: TargetParameters,
  given: PipeTargetParameters | undefined,
): TargetParameters {
  for (const [member, value] of Object.entries(given ?? {})) {
    if (value === undefined || member === "InputTemplate" || member === "EventBridgeEventBusParameters") continue;
    throw notEmulated(`TargetParameters.${member}`, "Set EventBridgeEventBusParameters.");
  }
  const { InputTemplate, EventBridgeEventBusParameters } = given ?? {};
  new Constraints().text("targetParameters.inputTemplate", InputTemplate, { max: 8192 }).check();
  return {
    inputTemplate: (InputTemplate ?? current.inputTemplate) || undefined,
    bus: EventBridgeEventBusParameters ? checkBusParameters(EventBridgeEventBusParameters) : current.bus,
  };
}

/** "PipeTargetEventBridgeEventBusParameters": AWS checks the form of a path, not that an event has it. */
function checkBusParameters(given: PipeTargetEventBridgeEventBusParameters): PipeTargetEventBridgeEventBusParameters {
  const at = (member: string) => `targetParameters.eventBridgeEventBusParameters.${member}`;
  const { EndpointId, DetailType, Source, Resources, Time } = given;
  const constraints = new Constraints()
    .text(at("detailType"), DetailType, { min: 1, max: 128 })
    .text(at("source"), Source, { min: 1, max: 256 })
    .text(at("time"), Time, { min: 1, max: 256, pattern: jsonPath })
    .list(at("resources"), Resources, { max: 10 });
  for (const [index, resource] of (Resources ?? []).entries()) {
    constraints.text(at(`resources.${index + 1}.member`), resource, { min: 1, max: 1600, pattern: arnOrJsonPath });
  }
  constraints.check();
  if (EndpointId !== undefined) throw notEmulated("global endpoints", "Remove EndpointId.");
  return {
    ...(DetailType !== undefined && { DetailType }),
    ...(Source !== undefined && { Source }),
    ...(Resources !== undefined && { Resources }),
    ...(Time !== undefined && { Time }),
  };
}

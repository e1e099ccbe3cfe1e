import { parseArn } from "../../core/arn.ts";
import type { Constraints } from "../../core/constraints.ts";
import { isJson } from "../../core/is-json.ts";
import { parseJsonObject } from "../../core/json-object.ts";
import { notEmulated, validationError } from "./errors.ts";
import { targetServices } from "./invocations/targets.ts";
import type { Target } from "./stored.ts";

/** Members of a target for services that the local cloud does not call. */
const unsupportedMembers = [
  "EcsParameters",
  "EventBridgePutEventsV2Parameters",
  "EventBridgePutRawEventsParameters",
  "KinesisParameters",
  "SageMakerPipelineParameters",
] as const;

const rolePattern = /^arn:aws(-[a-z]+)?:iam::\d{12}:role\/[\w+=,.@/-]+$/;
const queuePattern = /^arn:aws(-[a-z]+)?:sqs:[a-z0-9-]+:\d{12}:[a-zA-Z0-9\-_]+$/;
const sourcePattern = /^(?=[/.\-_A-Za-z0-9]+)((?!aws\.).*)|(\$(\.[\w_-]+(\[(\d+|\*)\])*)*)$/;

/** Adds the constraints of "Target" in the EventBridge Scheduler API reference. */
export function constrainTarget(constraints: Constraints, target: Target): void {
  const { RetryPolicy, EventBridgeParameters, SqsParameters } = target;
  constraints
    .text("target.arn", target.Arn, { required: true, min: 1, max: 1600 })
    .text("target.roleArn", target.RoleArn, { required: true, min: 1, max: 1600, pattern: rolePattern })
    .text("target.input", target.Input, { min: 1 })
    .text("target.deadLetterConfig.arn", target.DeadLetterConfig?.Arn, { min: 1, max: 1600, pattern: queuePattern })
    .number("target.retryPolicy.maximumEventAgeInSeconds", RetryPolicy?.MaximumEventAgeInSeconds, {
      min: 60,
      max: 86_400,
    })
    .number("target.retryPolicy.maximumRetryAttempts", RetryPolicy?.MaximumRetryAttempts, { min: 0, max: 185 })
    .text("target.sqsParameters.messageGroupId", SqsParameters?.MessageGroupId, { min: 1, max: 128 });
  if (!EventBridgeParameters) return;
  const { DetailType, Source } = EventBridgeParameters;
  constraints
    .text("target.eventBridgeParameters.detailType", DetailType, { required: true, min: 1, max: 128 })
    .text("target.eventBridgeParameters.source", Source, { required: true, min: 1, max: 256, pattern: sourcePattern });
}

/** Checks a target that has met its constraints. Refuses by name what the local cloud does not call. */
export function checkTarget(target: Target): void {
  const service = serviceIn(target.Arn!);
  const unsupported = unsupportedMembers.find((member) => target[member] !== undefined);
  if (unsupported) throw notEmulated(`targets with ${unsupported}`, "Remove it from the target.");
  if (service !== "sqs" && target.SqsParameters) throw misplaced("SqsParameters", "an SQS queue");
  if (service !== "events" && target.EventBridgeParameters) throw misplaced("EventBridgeParameters", "an event bus");
  if (service === "events" && !target.EventBridgeParameters)
    throw validationError("EventBridgeParameters are required for a target that is an event bus.");
  checkInput(service, target.Input);
}

function serviceIn(arn: string): string {
  const { service, resource } = parseArn(arn) ?? {};
  if (service === undefined || resource === undefined)
    throw validationError(`Provided Arn is not in correct format: ${arn}.`);
  if (service === "scheduler")
    throw notEmulated(`universal targets (${arn})`, "Use the ARN of a function, a queue, a topic or an event bus.");
  const isBus = service === "events" && resource.startsWith("event-bus/");
  const isFunction = service === "lambda" && resource.startsWith("function:");
  if (isBus || isFunction || service === "sqs" || service === "sns") return service;
  throw notEmulated(
    `targets such as ${arn}`,
    `It calls the templated targets of ${targetServices.join(", ")}: a function, a queue, a topic or an event bus.`,
  );
}

/** "Target": the input of a function or an event bus must be well-formed JSON. A bus takes only an object as detail. */
function checkInput(service: string, input: string | undefined): void {
  if (input === undefined) return;
  if (service === "lambda" && !isJson(input))
    throw validationError("Input must be well-formed JSON for a target that is a function.");
  if (service === "events" && parseJsonObject(input) === undefined)
    throw validationError("Input must be a JSON object for a target that is an event bus.");
}

function misplaced(member: string, kind: string) {
  return validationError(`${member} can be set only for a target that is ${kind}.`);
}

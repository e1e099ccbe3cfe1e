import { parseArn } from "../../core/arn.ts";
import { Constraints } from "../../core/constraints.ts";
import { isJson } from "../../core/is-json.ts";
import { checkDeadLetterArn } from "./dead-letter-arn.ts";
import { invalidParameter, notEmulated, validationError } from "./errors.ts";
import { parseJsonPath } from "./input/json-path.ts";
import { parseTemplate, placeholdersOf } from "./input/template.ts";
import { syntaxErrorIn } from "./input/template-check.ts";
import { reservedVariables } from "./input/transformer.ts";
import type { Target } from "./stored.ts";
import { targetServices } from "./targets/index.ts";
import { namePattern } from "./validation.ts";

/** Members of a target for services that the local cloud does not deliver to. */
const unsupportedMembers = [
  "AppSyncParameters",
  "BatchParameters",
  "EcsParameters",
  "HttpParameters",
  "KinesisParameters",
  "RedshiftDataParameters",
  "RunCommandParameters",
  "SageMakerPipelineParameters",
] as const;

/** Checks targets against the rules of "PutTargets" and "Target". `busArn` is the bus of the rule that they are for. */
export function checkTargets(targets: readonly Target[], busArn: string): void {
  checkConstraints(targets);
  for (const target of targets) {
    checkArn(target, busArn);
    checkInput(target);
    checkDeadLetterArn("DeadLetterConfig.Arn", target.DeadLetterConfig?.Arn);
    checkServiceSettings(target);
  }
}

function checkConstraints(targets: readonly Target[]): void {
  const constraints = new Constraints();
  targets.forEach((target, index) => {
    const at = `targets.${index + 1}.member`;
    constraints
      .text(`${at}.id`, target.Id, { required: true, min: 1, max: 64, pattern: namePattern })
      .text(`${at}.arn`, target.Arn, { required: true, min: 1, max: 1600 })
      .text(`${at}.roleArn`, target.RoleArn, { min: 1, max: 1600 })
      .text(`${at}.input`, target.Input, { max: 8192 })
      .text(`${at}.inputPath`, target.InputPath, { max: 256 })
      .number(`${at}.retryPolicy.maximumRetryAttempts`, target.RetryPolicy?.MaximumRetryAttempts, { min: 0, max: 185 })
      .number(`${at}.retryPolicy.maximumEventAgeInSeconds`, target.RetryPolicy?.MaximumEventAgeInSeconds, {
        min: 60,
        max: 86_400,
      });
  });
  constraints.check();
}

function checkArn({ Id, Arn }: Target, busArn: string): void {
  const parsed = parseArn(Arn!);
  if (!parsed) throw invalidParameter(Arn!, "Provided Arn is not in correct format.");
  if (!targetServices.includes(parsed.service))
    throw validationError(`${parsed.service} is not a supported service for a target.`);
  if (parsed.service === "events" && !parsed.resource.startsWith("event-bus/")) {
    throw notEmulated(
      "API destinations as targets",
      `Set the Arn of target ${Id} to an event bus, a function, a queue, a topic or a log group.`,
    );
  }
  if (Arn === busArn) throw validationError(`The event bus of a rule cannot be its own target: ${Arn}.`);
}

function checkInput({ Id, Input, InputPath, InputTransformer }: Target): void {
  const given = [Input, InputPath, InputTransformer].filter((one) => one !== undefined);
  if (given.length > 1)
    throw validationError(`Only one of Input, InputPath, or InputTransformer must be provided for target ${Id}.`);
  if (Input !== undefined && !isJson(Input)) throw validationError(`JSON syntax error in input for target ${Id}`);
  if (InputPath !== undefined && !parseJsonPath(InputPath)) {
    throw validationError(`InputPath for target ${Id} is invalid. Reason: Invalid JSONPath provided.`);
  }
  if (InputTransformer) checkTransformer(Id!, InputTransformer);
}

function checkTransformer(
  id: string,
  { InputPathsMap = {}, InputTemplate }: NonNullable<Target["InputTransformer"]>,
): void {
  const constraints = new Constraints().text("inputTemplate", InputTemplate, { required: true, min: 1, max: 8192 });
  for (const [name, path] of Object.entries(InputPathsMap)) {
    constraints.text("inputPathsMap.key", name, { min: 1, max: 256, pattern: "[A-Za-z0-9\\_\\-]+" });
    constraints.text("inputPathsMap.value", path, { required: true, max: 256 });
  }
  constraints.check();
  if (Object.keys(InputPathsMap).length > 100)
    throw validationError(`InputPathsMap for target ${id} has more than 100 entries.`);
  const invalid = Object.entries(InputPathsMap).find(([, path]) => !parseJsonPath(path));
  if (invalid)
    throw validationError(
      `InputPathsMap for target ${id} is invalid. Reason: Invalid JSONPath provided for ${invalid[0]}.`,
    );
  const known = (name: string) => Object.hasOwn(InputPathsMap, name) || Object.hasOwn(reservedVariables, name);
  const template = parseTemplate(InputTemplate!);
  const unknown = placeholdersOf(template).find((name) => !known(name));
  if (unknown !== undefined)
    throw validationError(`InputTemplate for target ${id} contains invalid placeholder ${unknown}.`);
  const location = syntaxErrorIn(template);
  if (location !== undefined) throw validationError(`Invalid InputTemplate for target ${id} : ${location}.`);
}

/** Checks the members that a target's service requires or forbids. */
function checkServiceSettings(target: Target): void {
  const unsupported = unsupportedMembers.find((member) => target[member] !== undefined);
  if (unsupported) throw notEmulated(`targets with ${unsupported}`, `Remove it from target ${target.Id}.`);
  const { service, resource } = parseArn(target.Arn!)!;
  if (service === "sqs" && resource.endsWith(".fifo") && !target.SqsParameters?.MessageGroupId) {
    throw validationError(`Parameter(s) SqsParameters must be specified for target: ${target.Id}.`);
  }
  if (service === "logs") {
    forbid(target, ["RoleArn", "Input", "InputPath"], "a CloudWatch Logs log group");
  }
  if (service === "events") {
    forbid(target, ["Input", "InputPath", "InputTransformer", "RetryPolicy"], "an event bus");
  }
}

function forbid(target: Target, members: readonly (keyof Target)[], kind: string): void {
  const member = members.find((one) => target[one] !== undefined);
  if (member) throw validationError(`${member} is not supported for target ${target.Id}: ${target.Arn} is ${kind}.`);
}

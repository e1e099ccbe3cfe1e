import type { Account } from "../../core/account.ts";
import { parseArn } from "../../core/arn.ts";
import { AwsError } from "../../core/aws-error.ts";
import { isNotFound } from "../../core/not-found.ts";
import { invalidParameter, notEmulated } from "./errors.ts";
import type { FunctionConfiguration, FunctionRecord } from "./functions.ts";

/** How Lambda sends to a destination: the API call, the permission for it, and the call that finds the destination. */
const waysToSend: Record<string, WayToSend> = {
  sqs: {
    call: "SendMessage",
    action: "sqs:SendMessage",
    look: ({ resource }) => ({ service: "sqs", operation: "GetQueueUrl", input: { QueueName: resource } }),
  },
  sns: {
    call: "Publish",
    action: "sns:Publish",
    look: ({ arn }) => ({ service: "sns", operation: "GetTopicAttributes", input: { TopicArn: arn } }),
  },
  lambda: {
    call: "InvokeFunction",
    action: "lambda:InvokeFunction",
    look: ({ arn }) => ({ service: "lambda", operation: "GetFunction", input: { FunctionName: arn } }),
  },
  events: {
    call: "PutEvents",
    action: "events:PutEvents",
    look: ({ arn }) => ({ service: "events", operation: "DescribeEventBus", input: { Name: arn } }),
  },
};

interface WayToSend {
  call: string;
  action: string;
  look(target: {
    arn: string;
    resource: string;
  }): Pick<Parameters<Account["call"]>[0], "service" | "operation" | "input">;
}

/**
 * Lambda checks a destination when it is set, not only when it first sends there.
 *
 * @throws AwsError InvalidParameterValueException if the destination does not exist, or the function's role may not send to it.
 */
export async function checkDestination(account: Account, record: FunctionRecord, destination: string): Promise<void> {
  const { service, resource = "" } = parseArn(destination) ?? {};
  if (service === "s3") throw notEmulated("S3 destinations");
  const way = service !== undefined && Object.hasOwn(waysToSend, service) ? waysToSend[service] : undefined;
  const invalid = () => invalidParameter(`The destination ARN ${destination} is invalid.`);
  if (!way || (service === "events" && !resource.startsWith("event-bus/"))) throw invalid();
  if (service === "sns" && resource.endsWith(".fifo"))
    throw invalidParameter("FIFO-type Amazon SNS topics aren't supported as a destination.");
  if (resource.endsWith(".fifo"))
    throw invalidParameter(`The destination ARN ${destination} is invalid: FIFO is not supported.`);
  if (destination.replace(/:\$LATEST$/, "") === record.arn) {
    throw invalidParameter("You can't specify the function as a destination for itself.");
  }
  if (!(await exists(account, way, destination))) throw invalid();
  if (await roleMay(account, record.configuration.Role, way.action, destination)) return;
  throw invalidParameter(
    `The function's execution role does not have permissions to call ${way.call} on ${destination}`,
  );
}

/**
 * Lambda checks what a function's role needs for its settings.
 *
 * @throws AwsError InvalidParameterValueException if it may not send to the dead-letter queue, or traces to X-Ray.
 */
export async function checkRolePermissions(account: Account, configuration: FunctionConfiguration): Promise<void> {
  const { Role, DeadLetterTargetArn: target, TracingMode } = configuration;
  const refusal = (call: string, service: string) =>
    invalidParameter(`The provided execution role does not have permissions to call ${call} on ${service}`);
  if (target !== undefined) {
    const { service } = parseArn(target)!;
    const { call, action } = waysToSend[service]!;
    if (!(await roleMay(account, Role, action, target))) throw refusal(call, service.toUpperCase());
  }
  if (TracingMode !== "Active" || (await roleMay(account, Role, "xray:PutTraceSegments", "*"))) return;
  throw refusal("PutTraceSegments", "XRAY");
}

/** Only the account's own region is known. */
async function exists(account: Account, { look }: WayToSend, arn: string): Promise<boolean> {
  const { accountId, region, resource } = parseArn(arn)!;
  if (accountId !== account.id || region !== account.region) return true;
  try {
    await account.call({ ...look({ arn, resource }), principal: { kind: "account", accountId: account.id } });
    return true;
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    return !isNotFound(error);
  }
}

async function roleMay(account: Account, role: string, action: string, resource: string): Promise<boolean> {
  const { EvaluationResults } = await account.call<{ EvaluationResults: Array<{ EvalDecision: string }> }>({
    service: "iam",
    operation: "SimulatePrincipalPolicy",
    input: { PolicySourceArn: role, ActionNames: [action], ResourceArns: [resource] },
    principal: { kind: "account", accountId: account.id },
  });
  return EvaluationResults.every(({ EvalDecision }) => EvalDecision === "allowed");
}

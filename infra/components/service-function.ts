import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundle } from "./bundle.ts";
import type { Context } from "./context.ts";
import { keepFailedEvents } from "./on-failure.ts";

export interface ServiceFunctionArgs {
  context: Context;
  /** The path of the handler from the repository root, e.g. "services/payment/charge/charge.ts". It exports `handler`. */
  handler: string;
  /** Environment variables of the handler, e.g. { TABLE_NAME: paymentTable.name }. */
  environment: Record<string, pulumi.Input<string>>;
  /** What the handler may do besides writing its log, e.g. [{ Action: "dynamodb:PutItem", Resource: paymentTable.arn }]. */
  allow: Permission[];
  /** The events that the handler publishes, e.g. [paymentConfirmed, paymentFailed]. Default: none. */
  publishes?: readonly Published[];
  /** How it is invoked: "Event" is asynchronous, as from a rule; "RequestResponse" has a caller who waits. Default: "Event". */
  invocationType?: "Event" | "RequestResponse";
  /** Modules whose `wrap` goes around the handler, the innermost first, e.g. ["services/observe.ts"]. Default: none. */
  middleware?: readonly string[];
  /** Where events go that the function failed on. Default: nowhere. */
  onFailure?: pulumi.Input<string>;
  /** More properties of the function, e.g. { timeout: 30 }. Default: none. */
  settings?: Partial<aws.lambda.FunctionArgs>;
}

/** An event's name and source, as its contract has them. */
export interface Published {
  /** E.g. "PaymentConfirmed". */
  name: string;
  /** E.g. "aircraft.payment". */
  source: string;
}

/** An IAM statement that allows something. */
export interface Permission {
  Action: string | string[];
  Resource: pulumi.Input<string>;
  Condition?: Record<string, Record<string, pulumi.Input<string> | string[]>>;
}

/**
 * A Lambda function with its own log group and role. The role allows what `allow` lists and writing the log, nothing else.
 *
 * @example
 * const charge = new ServiceFunction("payment-charge", {
 *   context,
 *   handler: "services/payment/charge/charge.ts",
 *   environment: { TABLE_NAME: paymentTable.name },
 *   allow: [{ Action: "dynamodb:PutItem", Resource: paymentTable.arn }],
 * });
 */
export class ServiceFunction extends pulumi.ComponentResource {
  /** The logical name, e.g. "payment-charge". */
  readonly name: string;
  readonly function: aws.lambda.Function;
  readonly role: aws.iam.Role;
  readonly logGroup: aws.cloudwatch.LogGroup;
  /** The events that it publishes, with the steps so far. */
  readonly publishes: readonly Published[];

  constructor(name: string, asked: ServiceFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    const args = asked.context.functionArgs(name, asked);
    rejectInvalidArgs(name, args);
    super("aircraft:infra:ServiceFunction", name, {}, opts);
    this.name = name;
    this.publishes = args.publishes ?? [];
    const physicalName = args.context.name(name);

    this.logGroup = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      { name: `/aws/lambda/${physicalName}`, retentionInDays: 7 },
      { parent: this },
    );
    this.role = new aws.iam.Role(
      `${name}-role`,
      { name: physicalName, assumeRolePolicy: pulumi.jsonStringify(trustLambda) },
      { parent: this },
    );
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      { role: this.role.name, policy: policyDocument([...args.allow, ...writeLogs(this.logGroup)]) },
      { parent: this },
    );
    this.function = new aws.lambda.Function(
      `${name}-function`,
      {
        name: physicalName,
        role: this.role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        code: bundle(args.handler, args.middleware),
        memorySize: 256,
        timeout: 10,
        environment: { variables: args.environment },
        ...args.settings,
      },
      // Without the policy, an early invocation would fail; without the log group, it would leave no trace.
      { parent: this, dependsOn: [policy, this.logGroup] },
    );
    if (args.onFailure) keepFailedEvents(`${name}-on-failure`, this.function, args.onFailure, { parent: this });
    args.context.functions.push(this);
    this.registerOutputs({ functionArn: this.function.arn });
  }
}

const trustLambda = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
};

/** The program creates the log group, so the function needs no logs:CreateLogGroup. */
function writeLogs(logGroup: aws.cloudwatch.LogGroup): Permission[] {
  return [
    //#region 2.2 Let the function write to its own log group only
    {
      Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
      Resource: pulumi.interpolate`${logGroup.arn}:*`,
    },
    //#endregion
  ];
}

function policyDocument(allowed: Permission[]): pulumi.Output<string> {
  return pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: allowed.map((permission) => ({ Effect: "Allow", ...permission })),
  });
}

function rejectInvalidArgs(name: string, { handler }: ServiceFunctionArgs): void {
  if (/^services\/[\w/-]+\.ts$/.test(handler)) return;
  throw new pulumi.InputPropertyError({
    propertyPath: "handler",
    reason: `ServiceFunction ${name}: handler is "${handler}". Give the path of a .ts file below services/, e.g. "services/payment/charge/charge.ts".`,
  });
}

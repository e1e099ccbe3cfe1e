import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bundle } from "../../infra/components/bundle.ts";

export interface TaskFunctionArgs {
  /** The task's own table, and the actions it may call on it. */
  table?: aws.dynamodb.Table;
  actions?: string[];
  /** The topic that it publishes to. */
  topic?: aws.sns.Topic;
  environment?: Record<string, pulumi.Input<string>>;
}

/** The function of one task, with its role. Its code is docs/orchestrated/tasks/NAME.ts. */
export class TaskFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;

  constructor(name: string, args: TaskFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("aircraft:orchestrated:TaskFunction", name, {}, opts);
    const trust = { Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" };
    const role = new aws.iam.Role(
      `${name}-role`,
      { assumeRolePolicy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: [trust] }) },
      { parent: this },
    );
    const logs = new aws.cloudwatch.LogGroup(`${name}-logs`, { retentionInDays: 7 }, { parent: this });
    const policy = new aws.iam.RolePolicy(
      `${name}-policy`,
      {
        role: role.name,
        policy: pulumi.jsonStringify({ Version: "2012-10-17", Statement: statements(args, logs) }),
      },
      { parent: this },
    );
    this.function = new aws.lambda.Function(
      `${name}-function`,
      {
        role: role.arn,
        runtime: "nodejs24.x",
        architectures: ["arm64"],
        handler: "index.handler",
        code: bundle(`docs/orchestrated/tasks/${name}.ts`),
        memorySize: 256,
        timeout: 10,
        loggingConfig: { logFormat: "Text", logGroup: logs.name },
        environment: {
          variables: {
            ...(args.table && { TABLE_NAME: args.table.name }),
            ...(args.topic && { TOPIC_ARN: args.topic.arn }),
            ...args.environment,
          },
        },
      },
      { parent: this, dependsOn: policy },
    );
    this.registerOutputs({ functionArn: this.function.arn });
  }
}

function statements({ table, actions, topic }: TaskFunctionArgs, logs: aws.cloudwatch.LogGroup) {
  const writeLogs = ["logs:CreateLogStream", "logs:PutLogEvents"];
  return [
    { Effect: "Allow", Action: writeLogs, Resource: pulumi.interpolate`${logs.arn}:*` },
    ...(table && actions ? [{ Effect: "Allow", Action: actions, Resource: table.arn }] : []),
    ...(topic ? [{ Effect: "Allow", Action: "sns:Publish", Resource: topic.arn }] : []),
  ];
}

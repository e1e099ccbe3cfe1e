const account = "000000000000";
const region = "us-east-1";
const streamLabel = "2026-01-01T12:00:00.000";

type Inputs = Record<string, string>;

/** The outputs that the provider would add to a new resource's inputs; only those that programs read. */
const inventions: Record<string, (name: string, inputs: Inputs) => { id: string; state?: object }> = {
  "aws:cloudwatch/dashboard:Dashboard": (_, { dashboardName }) => ({ id: dashboardName! }),
  "aws:cloudwatch/eventArchive:EventArchive": (name) => ({
    id: name,
    state: { arn: arn("events", `archive/${name}`) },
  }),
  "aws:cloudwatch/eventBus:EventBus": (name) => ({ id: name, state: { arn: arn("events", `event-bus/${name}`) } }),
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": (_, { eventBusName }) => ({ id: eventBusName! }),
  "aws:cloudwatch/eventRule:EventRule": (name, { eventBusName }) => ({
    id: name,
    // A rule may name its bus by its ARN.
    state: { arn: arn("events", ["rule", ...(eventBusName ? [eventBusName.split("/").at(-1)] : []), name].join("/")) },
  }),
  "aws:cloudwatch/eventTarget:EventTarget": (name) => ({ id: name }),
  "aws:cloudwatch/logGroup:LogGroup": (name) => ({ id: name, state: { arn: arn("logs", `log-group:${name}`) } }),
  "aws:cloudwatch/logResourcePolicy:LogResourcePolicy": (name) => ({ id: name }),
  "aws:cloudwatch/metricAlarm:MetricAlarm": (name) => ({
    id: name,
    state: { arn: arn("cloudwatch", `alarm:${name}`) },
  }),
  "aws:iam/policy:Policy": (name, { path = "/" }) => {
    const policyArn = `arn:aws:iam::${account}:policy${path}${name}`;
    return { id: policyArn, state: { arn: policyArn } };
  },
  "aws:dynamodb/table:Table": (name, { streamEnabled }) => ({
    id: name,
    state: {
      arn: arn("dynamodb", `table/${name}`),
      ...(streamEnabled && {
        streamArn: arn("dynamodb", `table/${name}/stream/${streamLabel}`),
        streamLabel,
      }),
    },
  }),
  "aws:iam/role:Role": (name) => ({ id: name, state: { arn: `arn:aws:iam::${account}:role/${name}` } }),
  "aws:iam/rolePolicy:RolePolicy": (name, { role }) => ({ id: `${role}:${name}` }),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": (_, { role, policyArn }) => ({ id: `${role}/${policyArn}` }),
  "aws:lambda/function:Function": (name) => ({ id: name, state: { arn: arn("lambda", `function:${name}`) } }),
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": (_, { functionName }) => ({ id: functionName! }),
  "aws:lambda/functionUrl:FunctionUrl": (name, { functionName }) => ({
    id: name,
    state: { functionUrl: `https://${functionName}.lambda-url.${region}.on.aws/` },
  }),
  "aws:lambda/permission:Permission": (name) => ({ id: name }),
  "aws:scheduler/schedule:Schedule": (name, { groupName = "default" }) => ({
    id: `${groupName}/${name}`,
    state: { arn: arn("scheduler", `schedule/${groupName}/${name}`), groupName },
  }),
  "aws:scheduler/scheduleGroup:ScheduleGroup": (name) => ({
    id: name,
    state: { arn: arn("scheduler", `schedule-group/${name}`) },
  }),
  "aws:pipes/pipe:Pipe": (name) => ({ id: name, state: { arn: arn("pipes", `pipe/${name}`) } }),
  "aws:sfn/stateMachine:StateMachine": (name) => ({
    id: arn("states", `stateMachine:${name}`),
    state: { arn: arn("states", `stateMachine:${name}`) },
  }),
  "aws:sns/topic:Topic": (name) => ({ id: arn("sns", name), state: { arn: arn("sns", name) } }),
  "aws:sns/topicSubscription:TopicSubscription": (name) => ({ id: arn("sns", name) }),
  "aws:sqs/queue:Queue": (name) => {
    const url = `https://sqs.${region}.amazonaws.com/${account}/${name}`;
    return { id: url, state: { url, arn: arn("sqs", name) } };
  },
  "aws:sqs/queuePolicy:QueuePolicy": (_, { queueUrl }) => ({ id: queueUrl! }),
};

/** A new resource's id and state. @throws Error for a resource type that has no line above. */
export function inventOutputs(
  type: string,
  logicalName: string,
  inputs: Inputs,
): { id: string; state: Record<string, unknown> } {
  if (!type.startsWith("aws:")) return { id: logicalName, state: inputs };
  const describe = inventions[type];
  if (!describe) {
    throw new Error(`The mocks have no outputs for ${type}. Add a line to pulumi-mocks/invented-outputs.ts.`);
  }
  // Pulumi names a resource without a physical name after its logical name, with a random suffix.
  const name = inputs.name ?? `${logicalName}-4f2a9c1`;
  const { id, state } = describe(name, inputs);
  return { id, state: { ...inputs, name, ...state } };
}

function arn(service: string, resource: string): string {
  return `arn:aws:${service}:${region}:${account}:${resource}`;
}

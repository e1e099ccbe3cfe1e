import type { DescribeEventBusResponse, PutPermissionRequest } from "@aws-sdk/client-eventbridge";
import type { PolicyDocument, PolicyStatement } from "../../core/policy.ts";
import type { Cloud } from "../contract/cloud.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { object, string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";

export const eventPermission: ResourceType = {
  token: "aws:cloudwatch/eventPermission:EventPermission",
  title: "EventBridge Permission",
  inputs: {
    statementId: string({ required: true, replace: true, max: 64 }),
    principal: string({ required: true }),
    action: string({ default: "events:PutEvents" }),
    eventBusName: string({ replace: true, default: "default" }),
    condition: object({
      key: string({ required: true }),
      type: string({ required: true, oneOf: ["StringEquals"] }),
      value: string({ required: true }),
    }),
  },
  outputs: ["region"],
  idOf: (inputs) => `${inputs.eventBusName}/${inputs.statementId}`,

  async create(inputs, cloud) {
    await put(inputs, cloud);
    return `${inputs.eventBusName}/${inputs.statementId}`;
  },

  async read(id, cloud) {
    const [eventBusName, statementId] = partsOf(id);
    const bus = await cloud.find<DescribeEventBusResponse>("events", "DescribeEventBus", { Name: eventBusName });
    const document = bus?.Policy ? (JSON.parse(bus.Policy) as PolicyDocument) : undefined;
    const statement = document?.Statement.find((candidate) => candidate.Sid === statementId);
    if (!statement) return undefined;
    return {
      eventBusName,
      statementId,
      principal: principalOf(statement),
      action: String(statement.Action),
      condition: conditionOf(statement),
    };
  },

  update: (_id, news, cloud) => put(news, cloud),

  async delete(id, cloud) {
    const [EventBusName, StatementId] = partsOf(id);
    await cloud.find("events", "RemovePermission", { EventBusName, StatementId });
  },
};

async function put(inputs: PropertyMap, cloud: Cloud): Promise<void> {
  const condition = inputs.condition as { key: string; type: string; value: string } | undefined;
  await cloud.call("events", "PutPermission", {
    EventBusName: inputs.eventBusName as string,
    StatementId: inputs.statementId as string,
    Principal: inputs.principal as string,
    Action: inputs.action as string,
    Condition: condition && { Key: condition.key, Type: condition.type, Value: condition.value },
  } satisfies PutPermissionRequest);
}

function partsOf(id: string): [string, string] {
  const slash = id.lastIndexOf("/");
  return slash < 0 ? ["default", id] : [id.slice(0, slash), id.slice(slash + 1)];
}

/** The account id where the policy has arn:aws:iam::123456789012:root. */
function principalOf({ Principal: principal }: PolicyStatement): string {
  if (principal === undefined || principal === "*") return "*";
  const aws = String(principal.AWS ?? Object.values(principal)[0]);
  return /^arn:aws:iam::(\d{12}):root$/.exec(aws)?.[1] ?? aws;
}

function conditionOf({ Condition: condition }: PolicyStatement): PropertyMap | undefined {
  const [type, tests] = Object.entries(condition ?? {})[0] ?? [];
  const [key, value] = Object.entries(tests ?? {})[0] ?? [];
  return type && key ? { type, key, value: String(value) } : undefined;
}

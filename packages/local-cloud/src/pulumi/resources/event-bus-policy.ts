import type { DescribeEventBusResponse } from "@aws-sdk/client-eventbridge";
import type { Cloud } from "../contract/cloud.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { json, string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";

export const eventBusPolicy: ResourceType = {
  token: "aws:cloudwatch/eventBusPolicy:EventBusPolicy",
  title: "EventBridge Event Bus Policy",
  inputs: {
    eventBusName: string({ replace: true, default: "default" }),
    policy: json({ required: true }),
  },
  outputs: ["region"],
  idOf: (inputs) => inputs.eventBusName as string,

  async create(inputs, cloud) {
    await put(inputs, cloud);
    return inputs.eventBusName as string;
  },

  async read(id, cloud) {
    const bus = await cloud.find<DescribeEventBusResponse>("events", "DescribeEventBus", { Name: id });
    return bus?.Policy ? { eventBusName: bus.Name!, policy: bus.Policy } : undefined;
  },

  update: (_id, news, cloud) => put(news, cloud),

  async delete(id, cloud) {
    await cloud.find("events", "RemovePermission", { EventBusName: id, RemoveAllPermissions: true });
  },
};

async function put(inputs: PropertyMap, cloud: Cloud): Promise<void> {
  await cloud.call("events", "PutPermission", { EventBusName: inputs.eventBusName, Policy: inputs.policy });
}

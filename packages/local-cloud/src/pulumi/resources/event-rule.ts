import type {
  DescribeRuleResponse,
  ListTagsForResourceResponse,
  ListTargetsByRuleResponse,
  PutRuleRequest,
} from "@aws-sdk/client-eventbridge";
import type { ResourceType } from "../contract/resource-type.ts";
import { boolean, json, string, tags } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";
import { eventsTags } from "./events-tags.ts";
import { tagList, tagMap } from "./tags.ts";

export const eventRule: ResourceType = {
  token: "aws:cloudwatch/eventRule:EventRule",
  title: "EventBridge Rule",
  inputs: {
    name: string({ replace: true, pattern: /^[\w.-]{1,64}$/, autoName: { max: 64 } }),
    eventBusName: string({ replace: true, default: "default" }),
    eventPattern: json(),
    scheduleExpression: string({ max: 256 }),
    description: string({ max: 512 }),
    roleArn: string(),
    state: string({ oneOf: ["ENABLED", "DISABLED", "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"], computed: true }),
    isEnabled: boolean({ computed: true, conflictsWith: ["state"] }),
    forceDestroy: boolean({ default: false, unread: true }),
    tags,
  },
  outputs: ["arn", "region"],
  idOf: ruleId,

  validate(inputs) {
    if (inputs.eventPattern !== undefined || inputs.scheduleExpression !== undefined) return [];
    return [{ property: "eventPattern", reason: "one of eventPattern, scheduleExpression must be given" }];
  },

  async create(inputs, cloud) {
    await cloud.call("events", "PutRule", { ...request(inputs), Tags: tagList(inputs.tags) } satisfies PutRuleRequest);
    return ruleId(inputs);
  },

  async read(id, cloud, known) {
    const { eventBusName, name } = partsOf(id, known);
    const rule = await cloud.find<DescribeRuleResponse>("events", "DescribeRule", {
      Name: name,
      EventBusName: eventBusName,
    });
    if (!rule) return undefined;
    const listed = await cloud.call<ListTagsForResourceResponse>("events", "ListTagsForResource", {
      ResourceARN: rule.Arn,
    });
    return {
      name: rule.Name,
      eventBusName,
      arn: rule.Arn,
      eventPattern: rule.EventPattern,
      scheduleExpression: rule.ScheduleExpression,
      description: rule.Description,
      roleArn: rule.RoleArn,
      state: rule.State,
      isEnabled: rule.State !== "DISABLED",
      tags: tagMap(listed.Tags),
    };
  },

  async update(_id, news, cloud, change) {
    await cloud.call("events", "PutRule", request(news));
    await eventsTags(cloud, change.olds.arn as string, change.olds.tags, news.tags);
  },

  async delete(id, cloud, state) {
    const { eventBusName, name } = partsOf(id, state);
    const rule = { Rule: name, EventBusName: eventBusName };
    if (state.forceDestroy === true) {
      const found = await cloud.find<ListTargetsByRuleResponse>("events", "ListTargetsByRule", rule);
      const ids = (found?.Targets ?? []).map((target) => target.Id!);
      if (ids.length > 0) await cloud.call("events", "RemoveTargets", { ...rule, Ids: ids });
    }
    await cloud.find("events", "DeleteRule", { Name: name, EventBusName: eventBusName });
  },
};

function request(inputs: PropertyMap): PutRuleRequest {
  const state = inputs.state ?? (inputs.isEnabled === false ? "DISABLED" : "ENABLED");
  return {
    Name: inputs.name as string,
    EventBusName: inputs.eventBusName as string,
    EventPattern: inputs.eventPattern as string | undefined,
    ScheduleExpression: inputs.scheduleExpression as string | undefined,
    Description: inputs.description as string | undefined,
    RoleArn: inputs.roleArn as string | undefined,
    State: state as PutRuleRequest["State"],
  };
}

/** In AWS's own provider the id of a rule on the default bus is its name. */
function ruleId({ eventBusName, name }: PropertyMap): string {
  return eventBusName === undefined || eventBusName === "default" ? String(name) : `${eventBusName}/${name}`;
}

/** From the state, or for an import from the id. The bus may be an ARN, which contains a slash. */
function partsOf(id: string, known: PropertyMap): { eventBusName: string; name: string } {
  if (typeof known.name === "string" && typeof known.eventBusName === "string") {
    return { eventBusName: known.eventBusName, name: known.name };
  }
  const slash = id.lastIndexOf("/");
  if (slash < 0) return { eventBusName: "default", name: id };
  return { eventBusName: id.slice(0, slash), name: id.slice(slash + 1) };
}

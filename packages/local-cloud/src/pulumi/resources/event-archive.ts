import type { CreateArchiveRequest, DescribeArchiveResponse, UpdateArchiveRequest } from "@aws-sdk/client-eventbridge";
import { ProviderError } from "../contract/errors.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { json, number, string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";

export const eventArchive: ResourceType = {
  token: "aws:cloudwatch/eventArchive:EventArchive",
  title: "EventBridge Archive",
  inputs: {
    name: string({ replace: true, pattern: /^[\w.-]{1,48}$/, autoName: { max: 48 } }),
    eventSourceArn: string({ required: true, replace: true }),
    description: string({ max: 512 }),
    eventPattern: json(),
    retentionDays: number({ min: 0, default: 0 }),
  },
  outputs: ["arn", "region"],
  idOf: (inputs) => inputs.name as string,

  async create(inputs, cloud) {
    await cloud.call("events", "CreateArchive", {
      ...settings(inputs),
      EventSourceArn: inputs.eventSourceArn as string,
    } satisfies CreateArchiveRequest);
    return inputs.name as string;
  },

  async read(id, cloud) {
    const archive = await cloud.find<DescribeArchiveResponse>("events", "DescribeArchive", { ArchiveName: id });
    if (!archive) return undefined;
    return {
      name: archive.ArchiveName,
      arn: archive.ArchiveArn,
      eventSourceArn: archive.EventSourceArn,
      description: archive.Description,
      eventPattern: archive.EventPattern,
      retentionDays: archive.RetentionDays ?? 0,
    };
  },

  async update(_id, news, cloud, { olds }) {
    // UpdateArchive leaves unchanged what is missing.
    if (olds.eventPattern !== undefined && news.eventPattern === undefined) {
      throw new ProviderError(
        "AWS cannot remove an archive's pattern: set one that matches every event, or give the archive another name",
      );
    }
    await cloud.call("events", "UpdateArchive", settings(news));
  },

  async delete(id, cloud) {
    await cloud.find("events", "DeleteArchive", { ArchiveName: id });
  },
};

function settings(inputs: PropertyMap): UpdateArchiveRequest & { ArchiveName: string } {
  return {
    ArchiveName: inputs.name as string,
    Description: inputs.description as string | undefined,
    EventPattern: inputs.eventPattern as string | undefined,
    RetentionDays: inputs.retentionDays as number,
  };
}

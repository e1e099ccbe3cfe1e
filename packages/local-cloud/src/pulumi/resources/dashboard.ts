import type { GetDashboardOutput } from "@aws-sdk/client-cloudwatch";
import type { Cloud } from "../contract/cloud.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { json, string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";

export const dashboard: ResourceType = {
  token: "aws:cloudwatch/dashboard:Dashboard",
  title: "CloudWatch Dashboard",
  inputs: {
    dashboardName: string({ required: true, replace: true, max: 255 }),
    dashboardBody: json({ required: true }),
  },
  outputs: ["dashboardArn", "region"],
  idOf: (inputs) => inputs.dashboardName as string,

  async create(inputs, cloud) {
    await put(inputs, cloud);
    return inputs.dashboardName as string;
  },

  async read(id, cloud) {
    const found = await cloud.find<GetDashboardOutput>("monitoring", "GetDashboard", { DashboardName: id });
    if (!found) return undefined;
    return {
      dashboardName: found.DashboardName!,
      dashboardArn: found.DashboardArn!,
      dashboardBody: found.DashboardBody!,
    };
  },

  update: (_id, news, cloud) => put(news, cloud),

  async delete(id, cloud) {
    await cloud.find("monitoring", "DeleteDashboards", { DashboardNames: [id] });
  },
};

async function put(inputs: PropertyMap, cloud: Cloud): Promise<void> {
  await cloud.call("monitoring", "PutDashboard", {
    DashboardName: inputs.dashboardName,
    DashboardBody: inputs.dashboardBody,
  });
}

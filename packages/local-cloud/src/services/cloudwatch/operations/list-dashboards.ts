import type { ListDashboardsInput, ListDashboardsOutput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { dashboardArn } from "../arns.ts";
import { page } from "../page.ts";
import type { CloudWatchState } from "../state.ts";

const pageSize = 1000;

export function listDashboards({
  dashboards,
}: CloudWatchState): Operation<Wire<ListDashboardsInput>, Wire<ListDashboardsOutput>> {
  return (input, { account, authorize }) => {
    authorize({ action: "cloudwatch:ListDashboards", resource: "*" });
    const found = [...dashboards.values()]
      .filter(({ name }) => name.startsWith(input.DashboardNamePrefix ?? ""))
      .sort((one, other) => (one.name < other.name ? -1 : 1));
    const { items, NextToken } = page(found, pageSize, input.NextToken);
    const DashboardEntries = items.map(({ name, body, modifiedAt }) => ({
      DashboardName: name,
      DashboardArn: dashboardArn(account, name),
      LastModified: modifiedAt / 1000,
      Size: Buffer.byteLength(body),
    }));
    return { DashboardEntries, ...(NextToken && { NextToken }) };
  };
}

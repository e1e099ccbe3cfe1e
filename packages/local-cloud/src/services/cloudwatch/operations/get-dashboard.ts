import type { GetDashboardInput, GetDashboardOutput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { dashboardArn } from "../arns.ts";
import { noSuchDashboard, required } from "../errors.ts";
import type { CloudWatchState } from "../state.ts";

export function getDashboard({
  dashboards,
}: CloudWatchState): Operation<Wire<GetDashboardInput>, Wire<GetDashboardOutput>> {
  return (input, { account, authorize }) => {
    const name = required(input.DashboardName, "DashboardName");
    const DashboardArn = dashboardArn(account, name);
    authorize({ action: "cloudwatch:GetDashboard", resource: DashboardArn });
    const found = dashboards.get(name);
    if (!found) throw noSuchDashboard([name]);
    return { DashboardName: name, DashboardArn, DashboardBody: found.body };
  };
}

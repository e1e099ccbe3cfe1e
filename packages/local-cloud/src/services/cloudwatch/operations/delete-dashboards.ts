import type { DeleteDashboardsInput } from "@aws-sdk/client-cloudwatch";
import type { Operation, Wire } from "../../../core/service.ts";
import { dashboardArn } from "../arns.ts";
import { noSuchDashboard, required } from "../errors.ts";
import type { CloudWatchState } from "../state.ts";

/** If one of the dashboards is missing, none is deleted. */
export function deleteDashboards({
  dashboards,
  tags,
}: CloudWatchState): Operation<Wire<DeleteDashboardsInput>, object> {
  return (input, { account, authorize }) => {
    const names = required(input.DashboardNames, "DashboardNames");
    for (const name of names) {
      authorize({ action: "cloudwatch:DeleteDashboards", resource: dashboardArn(account, name) });
    }
    const missing = names.filter((name) => !dashboards.has(name));
    if (missing.length > 0) throw noSuchDashboard(missing);
    for (const name of names) {
      dashboards.delete(name);
      tags.delete(dashboardArn(account, name));
    }
    return {};
  };
}

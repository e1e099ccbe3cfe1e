import type { DashboardValidationMessage, PutDashboardInput, PutDashboardOutput } from "@aws-sdk/client-cloudwatch";
import { AwsError } from "../../../core/aws-error.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { dashboardArn } from "../arns.ts";
import { required } from "../errors.ts";
import type { CloudWatchState } from "../state.ts";
import { tagMap } from "../tags.ts";

export function putDashboard(
  monitoring: CloudWatchState,
): Operation<Wire<PutDashboardInput>, Wire<PutDashboardOutput>> {
  return (input, { account, authorize }) => {
    const name = required(input.DashboardName, "DashboardName");
    const arn = dashboardArn(account, name);
    authorize({ action: "cloudwatch:PutDashboard", resource: arn });
    const body = required(input.DashboardBody, "DashboardBody");
    if (!/^[A-Za-z0-9_-]{1,255}$/.test(name)) {
      throw invalid(
        "The value for field DashboardName contains invalid characters. It can only contain alphanumerics, dash (-) and underscore (_).",
        [],
      );
    }
    const problems = problemsOf(body);
    if (problems.length > 0)
      throw invalid("The dashboard body is invalid, please refer to the validation errors", problems);
    const { dashboards, tags } = monitoring;
    if (!dashboards.has(name) && input.Tags?.length) tags.set(arn, tagMap(input.Tags));
    dashboards.set(name, { name, body, modifiedAt: account.clock.now() });
    return { DashboardValidationMessages: [] };
  };
}

function invalid(message: string, problems: DashboardValidationMessage[]): AwsError {
  return new AwsError("DashboardInvalidInputError", message, 400, { dashboardValidationMessages: problems });
}

/** Checks the outer structure by "Dashboard body structure and syntax", but not the properties of widgets. */
function problemsOf(body: string): DashboardValidationMessage[] {
  let dashboard: unknown;
  try {
    dashboard = JSON.parse(body);
  } catch {
    return [{ DataPath: "/", Message: "The field DashboardBody must be a valid JSON object" }];
  }
  if (typeof dashboard !== "object" || dashboard === null || Array.isArray(dashboard)) {
    return [{ DataPath: "/", Message: "The field DashboardBody must be a valid JSON object" }];
  }
  const { widgets } = dashboard as { widgets?: unknown };
  if (!Array.isArray(widgets))
    return [{ DataPath: "/", Message: "The dashboard must have a field widgets that is an array" }];
  if (widgets.length > 500) return [{ DataPath: "/widgets", Message: "A dashboard may have at most 500 widgets" }];
  return widgets.flatMap((widget, index) => problemsOfWidget(widget, `/widgets/${index}`));
}

const types = ["metric", "text", "log", "alarm", "explorer", "custom"];

function problemsOfWidget(widget: unknown, path: string): DashboardValidationMessage[] {
  const { type, properties } = (widget ?? {}) as { type?: unknown; properties?: unknown };
  if (typeof type !== "string" || !types.includes(type)) {
    return [{ DataPath: `${path}/type`, Message: `Should match one of ${types.join(", ")}` }];
  }
  if (typeof properties !== "object" || properties === null) {
    return [{ DataPath: path, Message: "Should have required property 'properties'" }];
  }
  return [];
}

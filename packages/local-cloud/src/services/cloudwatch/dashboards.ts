import { AwsError } from "../../core/aws-error.ts";

export function noSuchDashboard(names: readonly string[]): AwsError {
  const [only] = names;
  return new AwsError(
    "DashboardNotFoundError",
    names.length === 1 ? `Dashboard ${only} does not exist` : `Dashboards ${names.join(", ")} do not exist`,
    404,
  );
}

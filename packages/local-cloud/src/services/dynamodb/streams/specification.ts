import type { StreamSpecification, StreamViewType } from "@aws-sdk/client-dynamodb";
import { AwsError } from "../../../core/aws-error.ts";
import type { Database, TableRecord } from "../database.ts";
import { checkOneOf } from "./validate.ts";

const viewTypes = ["NEW_IMAGE", "OLD_IMAGE", "NEW_AND_OLD_IMAGES", "KEYS_ONLY"] as const;

const invalid = (reason: string) =>
  new AwsError("ValidationException", `One or more parameter values were invalid: ${reason}`);

/** Of a new table. @throws AwsError ValidationException */
export function checkNewStream(wanted: StreamSpecification | undefined): void {
  if (!wanted) return;
  const { enabled, viewType } = checkMembers(wanted);
  if (enabled && !viewType) {
    throw invalid("Table is being created with a stream enabled, UpdateViewType is required");
  }
  if (!enabled && viewType) {
    throw invalid("Table is being created with a stream disabled, UpdateViewType should not be specified");
  }
}

/** Of an existing table: AWS does not change a stream's view type. @throws AwsError ValidationException */
export function checkStreamChange(before: TableRecord["description"], wanted: StreamSpecification | undefined): void {
  if (!wanted) return;
  const { enabled, viewType } = checkMembers(wanted);
  const isEnabled = before.StreamSpecification?.StreamEnabled === true;
  if (enabled && !viewType) throw invalid("If stream is being enabled then UpdateViewType is required");
  if (!enabled && viewType) throw invalid("If stream is being disabled, then UpdateViewType must not be specified");
  if (enabled && isEnabled) {
    throw new AwsError("ValidationException", `Table already has an enabled stream: TableName: ${before.TableName}`);
  }
  if (!enabled && !isEnabled) {
    throw new AwsError("ValidationException", `Table has no stream to disable: TableName: ${before.TableName}`);
  }
}

/** The description once its stream is enabled or disabled; disabled, the table still names its latest stream. */
export function withStream(
  { streams }: Database,
  description: TableRecord["description"],
  wanted: StreamSpecification | undefined,
): TableRecord["description"] {
  const { StreamSpecification: before, ...rest } = description;
  if (wanted?.StreamEnabled) {
    const stream = streams.enable(rest.TableName, rest.KeySchema ?? [], wanted.StreamViewType!);
    return {
      ...rest,
      StreamSpecification: { StreamEnabled: true, StreamViewType: stream.viewType },
      LatestStreamArn: stream.arn,
      LatestStreamLabel: stream.label,
    };
  }
  if (!wanted || !before) return description;
  streams.disable(description.LatestStreamArn!);
  return rest;
}

function checkMembers({ StreamEnabled: enabled, StreamViewType: type }: StreamSpecification) {
  if (enabled === undefined) {
    throw new AwsError(
      "ValidationException",
      "1 validation error detected: Value null at 'streamSpecification.streamEnabled' failed to satisfy constraint: " +
        "Member must not be null",
    );
  }
  const viewType: StreamViewType | undefined =
    type === undefined ? undefined : checkOneOf(type, "streamSpecification.streamViewType", viewTypes);
  return { enabled, viewType };
}

import type { FunctionConfiguration as Description } from "@aws-sdk/client-lambda";
import type { Wire } from "../../core/service.ts";
import type { FunctionRecord } from "./functions.ts";

/** A function as GetFunctionConfiguration returns it. */
export function describeFunction(record: FunctionRecord): Wire<Description> {
  const { configuration } = record;
  const { Runtime, Role, Handler, Description, Timeout, MemorySize, Variables, DeadLetterTargetArn, LoggingConfig } =
    configuration;
  return {
    FunctionName: record.name,
    FunctionArn: record.arn,
    Runtime: Runtime as never,
    Role,
    Handler,
    CodeSize: record.code.sizeBytes,
    Description,
    Timeout,
    MemorySize,
    LastModified: new Date(record.lastModified).toISOString().replace("Z", "+0000"),
    CodeSha256: record.code.sha256,
    Version: "$LATEST",
    ...(DeadLetterTargetArn !== undefined && { DeadLetterConfig: { TargetArn: DeadLetterTargetArn } }),
    ...(Variables !== undefined && { Environment: { Variables } }),
    TracingConfig: { Mode: configuration.TracingMode },
    RevisionId: record.revisionId,
    State: "Active",
    LastUpdateStatus: "Successful",
    PackageType: "Zip",
    Architectures: [configuration.Architecture as never],
    EphemeralStorage: { Size: configuration.EphemeralStorageSize },
    SnapStart: { ApplyOn: "None", OptimizationStatus: "Off" },
    LoggingConfig: LoggingConfig as never,
  };
}

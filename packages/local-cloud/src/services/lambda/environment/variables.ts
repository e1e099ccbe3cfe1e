import type { Account } from "../../../core/account.ts";
import { type FunctionRecord, roleNameOf } from "../functions.ts";

/**
 * A function's environment variables: its own, and those that the runtime defines ("Working with
 * Lambda environment variables"). AWS_ENDPOINT_URL points its SDK clients to this account.
 */
export function environmentVariables(
  account: Account,
  record: FunctionRecord,
  environment: { environmentId: string; logStream: string; taskRoot: string },
): Record<string, string> {
  const { Handler, Runtime, MemorySize, Variables, LoggingConfig, Role } = record.configuration;
  const credentials = account.credentialsFor({
    kind: "role",
    accountId: account.id,
    roleName: roleNameOf(Role),
    sessionName: record.name,
    functionName: record.name,
    environmentId: environment.environmentId,
  });
  return {
    LANG: "en_US.UTF-8",
    PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    // Lambda's own value. The folder does not exist here, so no SDK reads the configuration of the user who started this process.
    HOME: "/home/sbx_user1051",
    TZ: ":UTC",
    ...Variables,
    _HANDLER: Handler,
    AWS_REGION: account.region,
    AWS_DEFAULT_REGION: account.region,
    AWS_ENDPOINT_URL: account.endpoint,
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    AWS_LAMBDA_FUNCTION_NAME: record.name,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: LoggingConfig.LogGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: environment.logStream,
    AWS_ACCESS_KEY_ID: credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: credentials.secretAccessKey,
    AWS_SESSION_TOKEN: credentials.sessionToken ?? "",
    AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
    // The bundle runs on this machine's Node, whatever its Runtime, so the SDK's advice to upgrade would only confuse.
    AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true",
    LAMBDA_TASK_ROOT: environment.taskRoot,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
  };
}

/** The variables that a function may not set. */
export const reservedVariables: ReadonlySet<string> = new Set([
  "_HANDLER",
  "_X_AMZN_TRACE_ID",
  "AWS_ACCESS_KEY",
  "AWS_ACCESS_KEY_ID",
  "AWS_DEFAULT_REGION",
  "AWS_EXECUTION_ENV",
  "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
  "AWS_LAMBDA_FUNCTION_NAME",
  "AWS_LAMBDA_FUNCTION_VERSION",
  "AWS_LAMBDA_INITIALIZATION_TYPE",
  "AWS_LAMBDA_LOG_GROUP_NAME",
  "AWS_LAMBDA_LOG_STREAM_NAME",
  "AWS_LAMBDA_RUNTIME_API",
  "AWS_REGION",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "LAMBDA_RUNTIME_DIR",
  "LAMBDA_TASK_ROOT",
]);

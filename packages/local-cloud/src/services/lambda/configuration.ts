import type { UpdateFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import type { Account } from "../../core/account.ts";
import { parseArn } from "../../core/arn.ts";
import { AwsError } from "../../core/aws-error.ts";
import type { Wire } from "../../core/service.ts";
import { checkRange } from "./check-range.ts";
import { reservedVariables } from "./environment/variables.ts";
import { invalidParameter, notEmulated, validation } from "./errors.ts";
import type { FunctionConfiguration, LoggingConfig } from "./functions.ts";

/** Members of CreateFunction and UpdateFunctionConfiguration that make up a function's configuration. */
export type ConfigurationInput = Omit<
  Partial<Wire<UpdateFunctionConfigurationRequest>>,
  "FunctionName" | "RevisionId"
> & {
  Architectures?: string[] | undefined;
};

const runtimes = ["nodejs18.x", "nodejs20.x", "nodejs22.x", "nodejs24.x"];
const rolePattern = "arn:(aws[a-zA-Z-]*)?:iam::\\d{12}:role/?[a-zA-Z_0-9+=,.@\\-_/]+";
/** Bytes of all environment variables together ("Lambda quotas"). */
const maxEnvironmentBytes = 4096;

/** The configuration of a new function, with AWS's defaults for settings missing from the input. */
export function newConfiguration(name: string, input: ConfigurationInput): FunctionConfiguration {
  if (input.Runtime === undefined || input.Handler === undefined) {
    throw invalidParameter(
      "Runtime and Handler are mandatory parameters for functions created with deployment packages.",
    );
  }
  if (input.Role === undefined) throw validation("role", undefined, "not be null");
  const defaults: FunctionConfiguration = {
    Runtime: input.Runtime,
    Role: input.Role,
    Handler: input.Handler,
    Description: "",
    Timeout: 3,
    MemorySize: 128,
    TracingMode: "PassThrough",
    EphemeralStorageSize: 512,
    Architecture: "x86_64",
    LoggingConfig: { LogFormat: "Text", LogGroup: `/aws/lambda/${name}` },
  };
  return changeConfiguration(name, defaults, input);
}

/** The configuration after a change. Settings missing from the input stay. */
export function changeConfiguration(
  name: string,
  current: FunctionConfiguration,
  input: ConfigurationInput,
): FunctionConfiguration {
  refuseUnsupported(input);
  const { Environment, DeadLetterConfig, ...rest } = input;
  const changed: FunctionConfiguration = {
    ...current,
    ...(rest.Runtime !== undefined && { Runtime: rest.Runtime }),
    ...(rest.Role !== undefined && { Role: rest.Role }),
    ...(rest.Handler !== undefined && { Handler: rest.Handler }),
    ...(rest.Description !== undefined && { Description: rest.Description }),
    ...(rest.Timeout !== undefined && { Timeout: rest.Timeout }),
    ...(rest.MemorySize !== undefined && { MemorySize: rest.MemorySize }),
    ...(rest.TracingConfig?.Mode !== undefined && { TracingMode: rest.TracingConfig.Mode }),
    ...(rest.EphemeralStorage?.Size !== undefined && { EphemeralStorageSize: rest.EphemeralStorage.Size }),
    ...(rest.Architectures?.[0] !== undefined && { Architecture: rest.Architectures[0] }),
    ...(rest.LoggingConfig && { LoggingConfig: loggingConfig(name, rest.LoggingConfig) }),
    ...(Environment && { Variables: Environment.Variables ?? {} }),
  };
  if (DeadLetterConfig) setDeadLetterQueue(changed, DeadLetterConfig.TargetArn);
  check(changed);
  return changed;
}

/** The enumerations of AWS's service model. */
const logLevels = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
const systemLogLevels = ["DEBUG", "INFO", "WARN"];

function check(configuration: FunctionConfiguration): void {
  const { Runtime, Role, Handler, Timeout, MemorySize, EphemeralStorageSize, Description } = configuration;
  const { LogFormat, LogGroup, ApplicationLogLevel, SystemLogLevel } = configuration.LoggingConfig;
  checkOneOf("loggingConfig.logFormat", LogFormat, ["JSON", "Text"]);
  checkOneOf("loggingConfig.applicationLogLevel", ApplicationLogLevel, logLevels);
  checkOneOf("loggingConfig.systemLogLevel", SystemLogLevel, systemLogLevels);
  checkOneOf("tracingConfig.mode", configuration.TracingMode, ["Active", "PassThrough"]);
  checkOneOf("architectures", configuration.Architecture, ["x86_64", "arm64"]);
  if (!/^[.\-_/#A-Za-z0-9]{1,512}$/.test(LogGroup))
    throw validation("loggingConfig.logGroup", LogGroup, "satisfy regular expression pattern: [\\.\\-_/#A-Za-z0-9]+");
  if (Description.length > 256) throw validation("description", Description, "have length less than or equal to 256");
  if (!runtimes.includes(Runtime)) {
    throw invalidParameter(
      `Value ${Runtime} at 'runtime' failed to satisfy constraint: Member must satisfy enum value set: [${runtimes.join(", ")}] or be a valid ARN`,
    );
  }
  if (!new RegExp(`^${rolePattern}$`).test(Role)) {
    throw validation("role", Role, `satisfy regular expression pattern: ${rolePattern}`);
  }
  if (!/^\S{1,128}$/.test(Handler)) throw validation("handler", Handler, "satisfy regular expression pattern: [^\\s]+");
  checkRange("timeout", Timeout, 1, 900);
  checkRange("memorySize", MemorySize, 128, 10_240);
  checkRange("ephemeralStorage.size", EphemeralStorageSize, 512, 10_240);
  checkVariables(configuration.Variables ?? {});
}

function checkOneOf(member: string, value: string | undefined, values: readonly string[]): void {
  if (value === undefined || values.includes(value)) return;
  throw validation(member, value, `satisfy enum value set: [${values.join(", ")}]`);
}

function checkVariables(variables: Record<string, string>): void {
  const reserved = Object.keys(variables).filter((name) => reservedVariables.has(name));
  if (reserved.length > 0) {
    throw invalidParameter(
      "Lambda was unable to configure your environment variables because the environment variables you have provided " +
        `contains reserved keys that are currently not supported for modification. Reserved keys used in this request: ${reserved.join(", ")}`,
    );
  }
  for (const name of Object.keys(variables)) {
    if (!/^[a-zA-Z]\w+$/.test(name)) {
      throw validation(
        "environment.variables",
        `{${name}}`,
        "satisfy constraint: [Member must satisfy regular expression pattern: [a-zA-Z]([a-zA-Z0-9_])+]",
      );
    }
  }
  if (Buffer.byteLength(JSON.stringify(variables)) > maxEnvironmentBytes) {
    throw invalidParameter(
      "Lambda was unable to configure your environment variables because the environment variables you have provided exceeded the 4KB limit.",
    );
  }
}

function loggingConfig(name: string, input: NonNullable<ConfigurationInput["LoggingConfig"]>): LoggingConfig {
  const { LogFormat = "Text", LogGroup = `/aws/lambda/${name}`, ApplicationLogLevel, SystemLogLevel } = input;
  if (LogFormat === "Text" && (ApplicationLogLevel || SystemLogLevel)) {
    throw invalidParameter("To use log level filtering, you must set the log format to JSON.");
  }
  if (LogFormat === "Text") return { LogFormat, LogGroup };
  return {
    LogFormat,
    LogGroup,
    ApplicationLogLevel: ApplicationLogLevel ?? "INFO",
    SystemLogLevel: SystemLogLevel ?? "INFO",
  };
}

/** An empty ARN removes the dead-letter queue. */
function setDeadLetterQueue(configuration: FunctionConfiguration, target: string | undefined): void {
  delete configuration.DeadLetterTargetArn;
  if (!target) return;
  const service = parseArn(target)?.service;
  if (service !== "sqs" && service !== "sns") {
    throw invalidParameter(`The dead letter target ${target} is neither an Amazon SQS queue nor an Amazon SNS topic.`);
  }
  if (target.endsWith(".fifo")) {
    const kind = service === "sqs" ? "SQS queue" : "SNS topic";
    throw invalidParameter(
      `Invalid dead letter queue ARN: FIFO ${kind} is not supported for dead letter configuration`,
    );
  }
  configuration.DeadLetterTargetArn = target;
}

/** Refuses features that the local cloud lacks, rather than ignore them. Explicit "none" values pass. */
function refuseUnsupported(input: ConfigurationInput): void {
  if (input.Layers?.length) throw notEmulated("layers");
  if (input.VpcConfig?.SubnetIds?.length) throw notEmulated("VPC configuration");
  if (input.FileSystemConfigs?.length) throw notEmulated("file systems");
  if (input.ImageConfig) throw notEmulated("container images");
  if (input.KMSKeyArn) throw notEmulated("customer managed keys");
  if (input.SnapStart?.ApplyOn && input.SnapStart.ApplyOn !== "None") throw notEmulated("SnapStart");
  if (input.CapacityProviderConfig) throw notEmulated("capacity providers");
  if (input.DurableConfig) throw notEmulated("durable functions");
}

/** Assumes the role as Lambda itself would, to check that its trust policy allows it. */
export async function checkRole(account: Account, functionArn: string, roleArn: string): Promise<void> {
  const principal = {
    kind: "service" as const,
    service: "lambda.amazonaws.com",
    sourceArn: functionArn,
    sourceAccount: account.id,
  };
  try {
    const input = { RoleArn: roleArn, RoleSessionName: "lambda" };
    await account.call({ service: "sts", operation: "AssumeRole", input, principal });
  } catch (error) {
    if (!(error instanceof AwsError)) throw error;
    throw invalidParameter("The role defined for the function cannot be assumed by Lambda.");
  }
}

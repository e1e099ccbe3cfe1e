import type {
  CreateFunctionRequest,
  FunctionConfiguration,
  GetFunctionResponse,
  UpdateFunctionConfigurationRequest,
} from "@aws-sdk/client-lambda";
import type { Cloud } from "../contract/cloud.ts";
import type { Change, Live, ResourceType } from "../contract/resource-type.ts";
import { archive, boolean, list, map, number, object, string, tags } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";
import { codeOf } from "./lambda-code.ts";
import { orUndefined, updateTags } from "./tags.ts";

export const lambdaFunction: ResourceType = {
  token: "aws:lambda/function:Function",
  title: "Lambda Function",
  inputs: {
    name: string({ replace: true, pattern: /^[\w-]{1,64}$/, autoName: { max: 64 } }),
    code: archive({ required: true, unread: true }),
    role: string({ required: true }),
    runtime: string({ required: true, pattern: /^nodejs\d+\.x$/ }),
    handler: string({ required: true }),
    architectures: list(string({ oneOf: ["arm64", "x86_64"] }), { unordered: true, computed: true }),
    description: string({ max: 256 }),
    memorySize: number({ min: 128, max: 10_240, default: 128 }),
    timeout: number({ min: 1, max: 900, default: 3 }),
    environment: object({ variables: map(string()) }),
    packageType: string({ oneOf: ["Zip"], default: "Zip" }),
    publish: boolean({ default: false, unread: true }),
    reservedConcurrentExecutions: number({ min: -1, default: -1 }),
    deadLetterConfig: object({ targetArn: string({ required: true }) }),
    loggingConfig: object(
      {
        logFormat: string({ required: true, oneOf: ["JSON", "Text"] }),
        logGroup: string({ computed: true }),
        applicationLogLevel: string({ computed: true }),
        systemLogLevel: string({ computed: true }),
      },
      { computed: true },
    ),
    tracingConfig: object({ mode: string({ required: true, oneOf: ["Active", "PassThrough"] }) }, { computed: true }),
    ephemeralStorage: object({ size: number({ min: 512, max: 10_240 }) }, { computed: true }),
    sourceCodeHash: string({ unread: true, computed: true }),
    skipDestroy: boolean({ default: false, unread: true }),
    tags,
  },
  outputs: [
    "arn",
    "codeSha256",
    "invokeArn",
    "lastModified",
    "qualifiedArn",
    "qualifiedInvokeArn",
    "region",
    "responseStreamingInvokeArn",
    "sourceCodeSize",
    "version",
  ],
  changedByUpdate: ["codeSha256", "lastModified", "sourceCodeSize"],
  idOf: (inputs) => inputs.name as string,

  validate(inputs) {
    if (inputs.publish !== true) return [];
    return [{ property: "publish", reason: "the local cloud does not support function versions: leave it out" }];
  },

  async create(inputs, cloud, onCreated) {
    const name = inputs.name as string;
    await cloud.callWithRole("lambda", "CreateFunction", {
      ...configuration(inputs),
      FunctionName: name,
      Role: inputs.role as string,
      Code: await codeOf(inputs.code as PropertyMap),
      Architectures: inputs.architectures as CreateFunctionRequest["Architectures"],
      PackageType: "Zip",
      Tags: inputs.tags as Record<string, string> | undefined,
    });
    onCreated(name);
    if (inputs.reservedConcurrentExecutions !== -1) await putConcurrency(name, inputs, cloud);
    return name;
  },

  async read(id, cloud) {
    const found = await cloud.find<GetFunctionResponse>("lambda", "GetFunction", { FunctionName: id });
    if (!found?.Configuration) return undefined;
    return {
      ...propertiesOf(found.Configuration, cloud),
      reservedConcurrentExecutions: found.Concurrency?.ReservedConcurrentExecutions ?? -1,
      tags: orUndefined(found.Tags),
    };
  },

  async update(id, news, cloud, change) {
    await updateConfiguration(id, news, cloud, change);
    if (change.has("code", "architectures")) {
      await cloud.call("lambda", "UpdateFunctionCode", {
        FunctionName: id,
        Architectures: news.architectures,
        ...(await codeOf(news.code as PropertyMap)),
      });
    }
    if (change.has("reservedConcurrentExecutions")) await putConcurrency(id, news, cloud);
    const Resource = change.olds.arn;
    await updateTags(change.olds.tags, news.tags, {
      tag: (set) => cloud.call("lambda", "TagResource", { Resource, Tags: set }),
      untag: (TagKeys) => cloud.call("lambda", "UntagResource", { Resource, TagKeys }),
    });
  },

  async delete(id, cloud, state) {
    if (state.skipDestroy !== true) await cloud.find("lambda", "DeleteFunction", { FunctionName: id });
  },
};

interface Inputs {
  environment?: { variables?: Record<string, string> };
  deadLetterConfig?: { targetArn: string };
  loggingConfig?: {
    logFormat: "JSON" | "Text";
    logGroup?: string;
    applicationLogLevel?: string;
    systemLogLevel?: string;
  };
  tracingConfig?: { mode: "Active" | "PassThrough" };
  ephemeralStorage?: { size: number };
}

/** The input that UpdateFunctionConfiguration and CreateFunction share. */
function configuration(inputs: PropertyMap): Omit<UpdateFunctionConfigurationRequest, "FunctionName"> {
  const { environment, deadLetterConfig, loggingConfig, tracingConfig, ephemeralStorage } = inputs as Inputs;
  return {
    Role: inputs.role as string,
    Handler: inputs.handler as string,
    Runtime: inputs.runtime as CreateFunctionRequest["Runtime"],
    Description: inputs.description as string | undefined,
    MemorySize: inputs.memorySize as number,
    Timeout: inputs.timeout as number,
    Environment: environment?.variables && { Variables: environment.variables },
    DeadLetterConfig: deadLetterConfig && { TargetArn: deadLetterConfig.targetArn },
    TracingConfig: tracingConfig && { Mode: tracingConfig.mode },
    EphemeralStorage: ephemeralStorage && { Size: ephemeralStorage.size },
    LoggingConfig: loggingConfig && {
      LogFormat: loggingConfig.logFormat,
      LogGroup: loggingConfig.logGroup,
      ApplicationLogLevel: loggingConfig.applicationLogLevel as "INFO" | undefined,
      SystemLogLevel: loggingConfig.systemLogLevel as "INFO" | undefined,
    },
  };
}

async function updateConfiguration(id: string, news: PropertyMap, cloud: Cloud, change: Change): Promise<void> {
  const parts = ["role", "handler", "runtime", "description", "memorySize", "timeout", "environment"];
  if (!change.has(...parts, "deadLetterConfig", "loggingConfig", "tracingConfig", "ephemeralStorage")) return;
  const desired = configuration(news);
  await cloud.callWithRole("lambda", "UpdateFunctionConfiguration", {
    ...desired,
    FunctionName: id,
    // AWS leaves unchanged what is missing, so settings that the program removed must be reset.
    Description: desired.Description ?? "",
    Environment: desired.Environment ?? { Variables: {} },
    DeadLetterConfig: desired.DeadLetterConfig ?? { TargetArn: "" },
  });
}

async function putConcurrency(FunctionName: string, inputs: PropertyMap, cloud: Cloud): Promise<void> {
  const reserved = inputs.reservedConcurrentExecutions as number | undefined;
  if (reserved === undefined || reserved < 0) {
    await cloud.call("lambda", "DeleteFunctionConcurrency", { FunctionName });
  } else {
    await cloud.call("lambda", "PutFunctionConcurrency", { FunctionName, ReservedConcurrentExecutions: reserved });
  }
}

function propertiesOf(configuration: FunctionConfiguration, cloud: Cloud): Live {
  const arn = configuration.FunctionArn!;
  const version = configuration.Version ?? "$LATEST";
  const qualifiedArn = `${arn}:${version}`;
  const invokeArn = (functionArn: string, operation: string) =>
    `arn:aws:apigateway:${cloud.region}:lambda:path/${operation}/functions/${functionArn}/invocations`;
  return {
    name: configuration.FunctionName,
    arn,
    version,
    qualifiedArn,
    invokeArn: invokeArn(arn, "2015-03-31"),
    qualifiedInvokeArn: invokeArn(qualifiedArn, "2015-03-31"),
    responseStreamingInvokeArn: invokeArn(arn, "2021-11-15").replace(/invocations$/, "response-streaming-invocations"),
    lastModified: configuration.LastModified,
    codeSha256: configuration.CodeSha256,
    sourceCodeHash: configuration.CodeSha256,
    sourceCodeSize: configuration.CodeSize,
    role: configuration.Role,
    runtime: configuration.Runtime,
    handler: configuration.Handler,
    architectures: configuration.Architectures,
    description: configuration.Description,
    memorySize: configuration.MemorySize,
    timeout: configuration.Timeout,
    packageType: configuration.PackageType ?? "Zip",
    environment: { variables: configuration.Environment?.Variables },
    deadLetterConfig: { targetArn: configuration.DeadLetterConfig?.TargetArn || undefined },
    loggingConfig: {
      logFormat: configuration.LoggingConfig?.LogFormat,
      logGroup: configuration.LoggingConfig?.LogGroup,
      applicationLogLevel: configuration.LoggingConfig?.ApplicationLogLevel,
      systemLogLevel: configuration.LoggingConfig?.SystemLogLevel,
    },
    tracingConfig: { mode: configuration.TracingConfig?.Mode },
    ephemeralStorage: { size: configuration.EphemeralStorage?.Size },
  };
}

import type {
  GetFunctionEventInvokeConfigCommandOutput,
  PutFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import type { Cloud } from "../contract/cloud.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { number, object, string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";

const destination = object({ destination: string({ required: true }) });

export const lambdaFunctionEventInvokeConfig: ResourceType = {
  token: "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig",
  title: "Lambda Function Event Invoke Config",
  inputs: {
    functionName: string({ required: true, replace: true }),
    qualifier: string({ replace: true }),
    maximumRetryAttempts: number({ min: 0, max: 2, default: 2 }),
    maximumEventAgeInSeconds: number({ min: 60, max: 21_600 }),
    destinationConfig: object({ onFailure: destination, onSuccess: destination }),
  },
  outputs: ["region"],
  idOf: idOfConfig,

  async create(inputs, cloud) {
    await put(inputs, cloud);
    return idOfConfig(inputs);
  },

  async read(id, cloud, known) {
    const named = partsOf(id, known);
    const found = await cloud.find<GetFunctionEventInvokeConfigCommandOutput>(
      "lambda",
      "GetFunctionEventInvokeConfig",
      named,
    );
    if (!found) return undefined;
    return {
      functionName: named.FunctionName,
      qualifier: named.Qualifier,
      maximumRetryAttempts: found.MaximumRetryAttempts ?? 2,
      maximumEventAgeInSeconds: found.MaximumEventAgeInSeconds,
      destinationConfig: {
        onFailure: { destination: found.DestinationConfig?.OnFailure?.Destination },
        onSuccess: { destination: found.DestinationConfig?.OnSuccess?.Destination },
      },
    };
  },

  update: (_id, news, cloud) => put(news, cloud),

  async delete(id, cloud, state) {
    await cloud.find("lambda", "DeleteFunctionEventInvokeConfig", partsOf(id, state));
  },
};

interface Destinations {
  onFailure?: { destination: string };
  onSuccess?: { destination: string };
}

async function put(inputs: PropertyMap, cloud: Cloud): Promise<void> {
  const { onFailure, onSuccess } = (inputs.destinationConfig ?? {}) as Destinations;
  await cloud.call("lambda", "PutFunctionEventInvokeConfig", {
    FunctionName: inputs.functionName as string,
    Qualifier: inputs.qualifier as string | undefined,
    MaximumRetryAttempts: inputs.maximumRetryAttempts as number | undefined,
    MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds as number | undefined,
    DestinationConfig: {
      ...(onFailure && { OnFailure: { Destination: onFailure.destination } }),
      ...(onSuccess && { OnSuccess: { Destination: onSuccess.destination } }),
    },
  } satisfies PutFunctionEventInvokeConfigRequest);
}

function idOfConfig({ functionName, qualifier }: PropertyMap): string {
  return qualifier === undefined ? String(functionName) : `${functionName}:${qualifier}`;
}

/** From the state, or for an import from name or name:qualifier. The name may be an ARN. */
function partsOf(id: string, known: PropertyMap): { FunctionName: string; Qualifier?: string } {
  if (typeof known.functionName === "string") {
    return { FunctionName: known.functionName, Qualifier: known.qualifier as string | undefined };
  }
  if (id.startsWith("arn:")) return { FunctionName: id };
  const [FunctionName, Qualifier] = id.split(":");
  return { FunctionName: FunctionName!, Qualifier };
}

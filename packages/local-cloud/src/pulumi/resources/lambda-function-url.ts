import type { CreateFunctionUrlConfigRequest, GetFunctionUrlConfigResponse } from "@aws-sdk/client-lambda";
import { AwsError } from "../../core/aws-error.ts";
import type { Cloud } from "../contract/cloud.ts";
import type { ResourceType } from "../contract/resource-type.ts";
import { boolean, list, number, object, string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";

const names = list(string(), { unordered: true });

export const lambdaFunctionUrl: ResourceType = {
  token: "aws:lambda/functionUrl:FunctionUrl",
  title: "Lambda Function URL",
  inputs: {
    functionName: string({ required: true, replace: true }),
    authorizationType: string({ required: true, oneOf: ["AWS_IAM", "NONE"] }),
    invokeMode: string({ oneOf: ["BUFFERED", "RESPONSE_STREAM"], default: "BUFFERED" }),
    cors: object({
      allowCredentials: boolean(),
      allowHeaders: names,
      allowMethods: names,
      allowOrigins: names,
      exposeHeaders: names,
      maxAge: number({ min: 0, max: 86_400 }),
    }),
    qualifier: string({ replace: true }),
  },
  outputs: ["functionArn", "functionUrl", "urlId", "region"],
  idOf: urlIdOf,

  async create(inputs, cloud) {
    await cloud.call("lambda", "CreateFunctionUrlConfig", request(inputs));
    if (inputs.authorizationType === "NONE") await makePublic(inputs, cloud);
    return urlIdOf(inputs);
  },

  async read(id, cloud) {
    const [FunctionName, Qualifier] = id.split("/");
    const found = await cloud.find<GetFunctionUrlConfigResponse>("lambda", "GetFunctionUrlConfig", {
      FunctionName,
      Qualifier,
    });
    if (!found) return undefined;
    return {
      functionName: FunctionName,
      qualifier: Qualifier,
      functionArn: found.FunctionArn,
      functionUrl: found.FunctionUrl,
      urlId: idInUrl(found.FunctionUrl),
      authorizationType: found.AuthType,
      invokeMode: found.InvokeMode ?? "BUFFERED",
      cors: {
        allowCredentials: found.Cors?.AllowCredentials || undefined,
        allowHeaders: found.Cors?.AllowHeaders,
        allowMethods: found.Cors?.AllowMethods,
        allowOrigins: found.Cors?.AllowOrigins,
        exposeHeaders: found.Cors?.ExposeHeaders,
        maxAge: found.Cors?.MaxAge,
      },
    };
  },

  async update(_id, news, cloud) {
    await cloud.call("lambda", "UpdateFunctionUrlConfig", request(news));
  },

  async delete(id, cloud) {
    const [FunctionName, Qualifier] = id.split("/");
    await cloud.find("lambda", "DeleteFunctionUrlConfig", { FunctionName, Qualifier });
  },
};

/**
 * What makes a URL public, as the provider adds it when it creates one without authorization. It leaves both statements
 * behind when it deletes the URL ("aws.lambda.FunctionUrl", Pulumi Registry).
 */
async function makePublic({ functionName, qualifier }: PropertyMap, cloud: Cloud): Promise<void> {
  const all = { FunctionName: functionName, Qualifier: qualifier, Principal: "*" };
  const statements = [
    { StatementId: "FunctionURLAllowPublicAccess", Action: "lambda:InvokeFunctionUrl", FunctionUrlAuthType: "NONE" },
    { StatementId: "FunctionURLAllowInvokeAction", Action: "lambda:InvokeFunction", InvokedViaFunctionUrl: true },
  ];
  for (const statement of statements) {
    try {
      await cloud.call("lambda", "AddPermission", { ...all, ...statement });
    } catch (error) {
      // Left behind by an earlier URL.
      if (!(error instanceof AwsError) || error.code !== "ResourceConflictException") throw error;
    }
  }
}

interface Cors {
  allowCredentials?: boolean;
  allowHeaders?: string[];
  allowMethods?: string[];
  allowOrigins?: string[];
  exposeHeaders?: string[];
  maxAge?: number;
}

function request(inputs: PropertyMap): CreateFunctionUrlConfigRequest {
  const cors = inputs.cors as Cors | undefined;
  return {
    FunctionName: inputs.functionName as string,
    Qualifier: inputs.qualifier as string | undefined,
    AuthType: inputs.authorizationType as "AWS_IAM" | "NONE",
    InvokeMode: inputs.invokeMode as "BUFFERED" | "RESPONSE_STREAM",
    Cors: cors && {
      AllowCredentials: cors.allowCredentials,
      AllowHeaders: cors.allowHeaders,
      AllowMethods: cors.allowMethods,
      AllowOrigins: cors.allowOrigins,
      ExposeHeaders: cors.exposeHeaders,
      MaxAge: cors.maxAge,
    },
  };
}

function urlIdOf({ functionName, qualifier }: PropertyMap): string {
  return qualifier === undefined ? String(functionName) : `${functionName}/${qualifier}`;
}

/** The generated part of the URL: on AWS the host's first label, in the local cloud the last part of the path. */
function idInUrl(url: string | undefined): string | undefined {
  if (!url) return undefined;
  const { hostname, pathname } = new URL(url);
  const parts = pathname.split("/").filter(Boolean);
  return parts.at(-1) ?? hostname.split(".")[0];
}

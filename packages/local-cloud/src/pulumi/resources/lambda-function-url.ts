import type { CreateFunctionUrlConfigRequest, GetFunctionUrlConfigResponse } from "@aws-sdk/client-lambda";
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

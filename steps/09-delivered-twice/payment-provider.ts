import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Context } from "../../infra/components/context.ts";
import { type Permission, ServiceFunction } from "../../infra/components/service-function.ts";

/** What a function needs to call the payment provider. */
export interface ProviderAccess {
  url: pulumi.Output<string>;
  permission: Permission;
}

const created = new WeakMap<Context, ProviderAccess>();

/** The payment provider. It is created with the first function that calls it. */
export function callProvider(context: Context): ProviderAccess {
  const access = created.get(context) ?? createProvider(context);
  created.set(context, access);
  return access;
}

/** A stand-in for another company's system: a function behind a URL. It has no permission to use our bus. */
function createProvider(context: Context): ProviderAccess {
  const table = new aws.dynamodb.Table("payment-provider-table", {
    name: context.name("PaymentProviderTable"),
    billingMode: "PAY_PER_REQUEST",
    hashKey: "idempotencyKey",
    attributes: [{ name: "idempotencyKey", type: "S" }],
  });
  const provider = new ServiceFunction("payment-provider", {
    context,
    handler: "services/payment-provider/api/api.ts",
    environment: { TABLE_NAME: table.name },
    allow: [{ Action: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"], Resource: table.arn }],
    invocationType: "RequestResponse",
  });
  const url = new aws.lambda.FunctionUrl("payment-provider-url", {
    functionName: provider.function.name,
    authorizationType: "AWS_IAM",
  });
  return {
    url: url.functionUrl,
    permission: {
      Action: ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"],
      Resource: provider.function.arn,
    },
  };
}

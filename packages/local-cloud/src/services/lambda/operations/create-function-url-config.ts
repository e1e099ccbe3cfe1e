import type { CreateFunctionUrlConfigRequest, FunctionUrlConfig } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { conflict, validation } from "../errors.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { noFunction, storeUrl, urlChanges } from "../url/url-config.ts";

export function createFunctionUrlConfig(lambda: Lambda) {
  const { account } = lambda;
  return (input: Wire<CreateFunctionUrlConfigRequest>, context: CallContext): Wire<FunctionUrlConfig> => {
    if (input.AuthType === undefined) throw validation("authType", undefined, "not be null");
    const changes = urlChanges(input);
    const record = authorizedFunction(lambda, context, "lambda:CreateFunctionUrlConfig", input, {
      conditions: { "lambda:FunctionUrlAuthType": input.AuthType },
      missing: noFunction,
    });
    if (record.url) {
      throw conflict(
        `Failed to create function url config for [functionArn = ${record.arn}]. Error message:  FunctionUrlConfig exists for this Lambda function`,
      );
    }
    const now = new Date(account.clock.now()).toISOString();
    return storeUrl(lambda, record, {
      id: account.random.hex(32),
      authType: "AWS_IAM",
      invokeMode: "BUFFERED",
      creationTime: now,
      lastModifiedTime: now,
      ...changes,
    });
  };
}

import type { Account } from "../../core/account.ts";
import type { Service } from "../../core/service.ts";
import { sweepCode } from "./code/code-store.ts";
import { assemble } from "./lambda.ts";
import { addPermission } from "./operations/add-permission.ts";
import { createFunction } from "./operations/create-function.ts";
import { createFunctionUrlConfig } from "./operations/create-function-url-config.ts";
import { deleteFunction } from "./operations/delete-function.ts";
import { deleteFunctionConcurrency } from "./operations/delete-function-concurrency.ts";
import { deleteFunctionEventInvokeConfig } from "./operations/delete-function-event-invoke-config.ts";
import { deleteFunctionUrlConfig } from "./operations/delete-function-url-config.ts";
import { getAccountSettings } from "./operations/get-account-settings.ts";
import { getFunction } from "./operations/get-function.ts";
import { getFunctionConcurrency } from "./operations/get-function-concurrency.ts";
import { getFunctionConfiguration } from "./operations/get-function-configuration.ts";
import { getFunctionEventInvokeConfig } from "./operations/get-function-event-invoke-config.ts";
import { getFunctionUrlConfig } from "./operations/get-function-url-config.ts";
import { getPolicy } from "./operations/get-policy.ts";
import { invoke } from "./operations/invoke.ts";
import { invokeFunctionUrl } from "./operations/invoke-function-url.ts";
import { listFunctionEventInvokeConfigs } from "./operations/list-function-event-invoke-configs.ts";
import { listFunctionUrlConfigs } from "./operations/list-function-url-configs.ts";
import { listFunctions } from "./operations/list-functions.ts";
import { listTags } from "./operations/list-tags.ts";
import { putFunctionConcurrency } from "./operations/put-function-concurrency.ts";
import { putFunctionEventInvokeConfig } from "./operations/put-function-event-invoke-config.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateFunctionCode } from "./operations/update-function-code.ts";
import { updateFunctionConfiguration } from "./operations/update-function-configuration.ts";
import { updateFunctionEventInvokeConfig } from "./operations/update-function-event-invoke-config.ts";
import { updateFunctionUrlConfig } from "./operations/update-function-url-config.ts";
import type { LambdaOptions } from "./options.ts";
import { policyDocument } from "./policy.ts";
import { routes } from "./routes.ts";
import { urlRoute } from "./url/url-route.ts";

export { sharedCompiledFolder } from "./code/compiled-code.ts";
export { directoryCode } from "./code/receive-code.ts";
export type { LambdaOptions } from "./options.ts";

/** AWS Lambda: functions, their execution environments, and the queue of asynchronous invocations. */
export function createLambda(account: Account, options: LambdaOptions = {}): Service {
  const lambda = assemble(account, options);
  return {
    name: "lambda",
    wire: { kind: "rest-json", routes },
    operations: {
      CreateFunction: createFunction(lambda),
      GetFunction: getFunction(lambda),
      GetFunctionConfiguration: getFunctionConfiguration(lambda),
      ListFunctions: listFunctions(lambda),
      UpdateFunctionCode: updateFunctionCode(lambda),
      UpdateFunctionConfiguration: updateFunctionConfiguration(lambda),
      DeleteFunction: deleteFunction(lambda),
      Invoke: invoke(lambda),
      InvokeFunctionUrl: invokeFunctionUrl(lambda),
      AddPermission: addPermission(lambda),
      RemovePermission: removePermission(lambda),
      GetPolicy: getPolicy(lambda),
      PutFunctionConcurrency: putFunctionConcurrency(lambda),
      GetFunctionConcurrency: getFunctionConcurrency(lambda),
      DeleteFunctionConcurrency: deleteFunctionConcurrency(lambda),
      PutFunctionEventInvokeConfig: putFunctionEventInvokeConfig(lambda),
      UpdateFunctionEventInvokeConfig: updateFunctionEventInvokeConfig(lambda),
      GetFunctionEventInvokeConfig: getFunctionEventInvokeConfig(lambda),
      DeleteFunctionEventInvokeConfig: deleteFunctionEventInvokeConfig(lambda),
      ListFunctionEventInvokeConfigs: listFunctionEventInvokeConfigs(lambda),
      CreateFunctionUrlConfig: createFunctionUrlConfig(lambda),
      GetFunctionUrlConfig: getFunctionUrlConfig(lambda),
      UpdateFunctionUrlConfig: updateFunctionUrlConfig(lambda),
      DeleteFunctionUrlConfig: deleteFunctionUrlConfig(lambda),
      ListFunctionUrlConfigs: listFunctionUrlConfigs(lambda),
      TagResource: tagResource(lambda),
      UntagResource: untagResource(lambda),
      ListTags: listTags(lambda),
      GetAccountSettings: getAccountSettings(lambda),
    },
    resourcePolicy(arn) {
      const record = lambda.functions.get(arn.slice(arn.lastIndexOf(":") + 1));
      if (record?.arn !== arn) return undefined;
      const policy = lambda.policies.seen(record.name, record.policy, "a call") ?? [];
      return policy.length > 0 ? policyDocument(policy) : undefined;
    },
    resourceTags(arn) {
      const record = lambda.functions.get(arn.slice(arn.lastIndexOf(":") + 1));
      return record?.arn === arn ? record.tags : undefined;
    },
    http: urlRoute(lambda),
    crash: (environmentId) => lambda.fleet.crash(environmentId),
    *pending() {
      for (const name of lambda.queue.pending()) yield `invocation ${name}`;
    },
    resume() {
      sweepCode(account, new Set([...lambda.functions.values()].map(({ code }) => code.folder)));
      lambda.queue.resume();
    },
    async close() {
      lambda.queue.close();
      await lambda.fleet.close();
    },
  };
}

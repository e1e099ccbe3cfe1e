import type { CallContext } from "../../../core/service.ts";
import { execute } from "../environment/execute.ts";
import { existingFunction, parseFunctionName } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

/**
 * A request to a function's URL; no client can call it by this name. "Control access to Lambda
 * function URLs": its caller needs both permissions, unless the function's policy gives them.
 */
export function invokeFunctionUrl(lambda: Lambda) {
  return async (
    { FunctionName, Event }: { FunctionName: string; Event: object },
    context: CallContext,
  ): Promise<{ payload?: string }> => {
    const record = existingFunction(lambda, parseFunctionName(lambda, FunctionName));
    const authType = { "lambda:FunctionUrlAuthType": record.url?.authType ?? "AWS_IAM" };
    context.authorize({ action: "lambda:InvokeFunctionUrl", resource: record.arn, conditions: authType });
    const viaUrl = { "lambda:InvokedViaFunctionUrl": "true" };
    context.authorize({ action: "lambda:InvokeFunction", resource: record.arn, conditions: viaUrl });
    const request = { requestId: context.requestId, payload: JSON.stringify(Event) };
    const { outcome } = await execute(lambda, record, request);
    return outcome.ok ? { payload: outcome.payload } : {};
  };
}

import { AwsError } from "../../../core/aws-error.ts";
import type { CallContext } from "../../../core/service.ts";
import { execute } from "../environment/execute.ts";
import { existingFunction, parseFunctionName } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { largestPayload } from "../limits.ts";

/**
 * Handles a request to a function's URL. Internal: no route leads to this operation. The caller needs both
 * permissions, from its own policies or the function's ("Control access to Lambda function URLs").
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
    const payload = JSON.stringify(Event);
    if (Buffer.byteLength(payload) > largestPayload.RequestResponse) throw requestTooLarge();
    const { outcome } = await execute(lambda, record, { requestId: context.requestId, payload });
    return outcome.ok ? { payload: outcome.payload } : {};
  };
}

/** In AWS's words. It counts the whole event, in which a binary body is a third longer. */
function requestTooLarge(): AwsError {
  return new AwsError(
    "RequestEntityTooLargeException",
    `Request must be smaller than ${largestPayload.RequestResponse} bytes for the InvokeFunction operation`,
    413,
  );
}

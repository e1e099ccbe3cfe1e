import type { RemovePermissionRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { notFound, preconditionFailed } from "../errors.ts";
import { authorizedFunction, replaceFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

export function removePermission(lambda: Lambda) {
  return (input: Wire<RemovePermissionRequest>, context: CallContext): object => {
    const record = authorizedFunction(lambda, context, "lambda:RemovePermission", input);
    if (record.policy.length === 0) throw notFound("No policy is associated with the given resource.");
    const policy = record.policy.filter(({ Sid }) => Sid !== input.StatementId);
    if (policy.length === record.policy.length) {
      throw notFound(`Statement ${input.StatementId} is not found in resource policy.`);
    }
    if (input.RevisionId && input.RevisionId !== record.revisionId) throw preconditionFailed();
    replaceFunction(lambda, { ...record, policy });
    return {};
  };
}

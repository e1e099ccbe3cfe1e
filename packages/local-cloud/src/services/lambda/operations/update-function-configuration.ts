import type { FunctionConfiguration, UpdateFunctionConfigurationRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { activate } from "../activate.ts";
import { changeConfiguration, checkRole } from "../configuration.ts";
import { describeFunction } from "../description.ts";
import { preconditionFailed } from "../errors.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { checkRolePermissions } from "../send-targets.ts";

export function updateFunctionConfiguration(lambda: Lambda) {
  return async (
    input: Wire<UpdateFunctionConfigurationRequest>,
    context: CallContext,
  ): Promise<Wire<FunctionConfiguration>> => {
    const find = () => authorizedFunction(lambda, context, "lambda:UpdateFunctionConfiguration", input);
    const { arn, name, revisionId, configuration } = find();
    if (input.RevisionId && input.RevisionId !== revisionId) throw preconditionFailed();
    const wanted = changeConfiguration(name, configuration, input);
    const { Role } = wanted;
    if (Role !== configuration.Role) {
      const conditions = { "iam:PassedToService": "lambda.amazonaws.com" };
      context.authorize({ action: "iam:PassRole", resource: Role, conditions });
      await checkRole(lambda.account, arn, Role);
    }
    if (Role !== configuration.Role || input.DeadLetterConfig || input.TracingConfig)
      await checkRolePermissions(lambda.account, wanted);
    const current = find();
    const changed = { ...current, configuration: changeConfiguration(name, current.configuration, input) };
    return describeFunction(activate(lambda, changed));
  };
}

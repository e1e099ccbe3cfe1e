import type { FunctionConfiguration, UpdateFunctionCodeRequest } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { activate } from "../activate.ts";
import { type CodeInput, receiveCode } from "../code/receive-code.ts";
import { describeFunction } from "../description.ts";
import { invalidParameter, notEmulated, preconditionFailed } from "../errors.ts";
import { authorizedFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";

type Input = Wire<UpdateFunctionCodeRequest> & CodeInput;

export function updateFunctionCode(lambda: Lambda) {
  return async (input: Input, context: CallContext): Promise<Wire<FunctionConfiguration>> => {
    const record = authorizedFunction(lambda, context, "lambda:UpdateFunctionCode", input);
    if (input.Publish) throw notEmulated("published versions");
    if (input.RevisionId && input.RevisionId !== record.revisionId) throw preconditionFailed();
    const code = await receiveCode(lambda.account, input);
    if (!code) throw invalidParameter("Please provide a source for your Lambda function.");
    const current = authorizedFunction(lambda, context, "lambda:UpdateFunctionCode", input);
    const Architecture = input.Architectures?.[0] ?? current.configuration.Architecture;
    const changed = { ...current, code, configuration: { ...current.configuration, Architecture } };
    return describeFunction(input.DryRun ? changed : activate(lambda, changed));
  };
}

import type { CreateFunctionRequest, FunctionConfiguration } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { type CodeInput, receiveCode } from "../code/receive-code.ts";
import { checkRole, newConfiguration } from "../configuration.ts";
import { describeFunction } from "../description.ts";
import { conflict, invalidParameter, notEmulated, validation } from "../errors.ts";
import { arnOf, parseFunctionName } from "../function-name.ts";
import { functionArn } from "../functions.ts";
import type { Lambda } from "../lambda.ts";
import { checkRolePermissions } from "../send-targets.ts";
import { checkTags } from "../tags.ts";

type Input = Omit<Wire<CreateFunctionRequest>, "Code"> & { Code: CodeInput };

export function createFunction(lambda: Lambda) {
  const { account, functions } = lambda;
  return async (input: Input, context: CallContext): Promise<Wire<FunctionConfiguration>> => {
    const named = parseFunctionName(lambda, input.FunctionName);
    const { name } = named;
    if (name.length > 64) throw validation("functionName", name, "have length less than or equal to 64");
    const arn = functionArn(account, name);
    context.authorize({ action: "lambda:CreateFunction", resource: arn });
    if (arnOf(named) !== arn)
      throw invalidParameter(`The function name ${input.FunctionName} belongs to another account or region.`);
    refuseUnsupported(input);
    const configuration = newConfiguration(name, input);
    const conditions = { "iam:PassedToService": "lambda.amazonaws.com" };
    context.authorize({ action: "iam:PassRole", resource: configuration.Role, conditions });
    await checkRole(account, arn, configuration.Role);
    await checkRolePermissions(account, configuration);
    checkTags(input.Tags ?? {});
    const code = await receiveCode(account, input.Code ?? {});
    if (!code) throw invalidParameter("Please provide a source for your Lambda function.");
    if (functions.has(name)) throw conflict(`Function already exist: ${name}`);
    const record = {
      name,
      arn,
      configuration,
      code,
      generation: account.store.sequence(),
      revisionId: account.random.uuid(),
      lastModified: account.clock.now(),
      tags: input.Tags ?? {},
      policy: [],
    };
    functions.set(name, record);
    if (lambda.options.proactiveInitialization) lambda.fleet.startAhead(record);
    return describeFunction(record);
  };
}

function refuseUnsupported({ PackageType, Publish, CodeSigningConfigArn, TenancyConfig }: Input): void {
  if (PackageType === "Image") throw notEmulated("container images");
  if (Publish) throw notEmulated("published versions");
  if (CodeSigningConfigArn) throw notEmulated("code signing");
  if (TenancyConfig) throw notEmulated("tenancy configuration");
}

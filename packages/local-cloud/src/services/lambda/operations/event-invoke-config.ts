import type {
  DeleteFunctionEventInvokeConfigRequest,
  FunctionEventInvokeConfig,
  GetFunctionEventInvokeConfigRequest,
  ListFunctionEventInvokeConfigsRequest,
  ListFunctionEventInvokeConfigsResponse,
  PutFunctionEventInvokeConfigRequest,
} from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { notFound } from "../errors.ts";
import { changeEventInvokeConfig, describeEventInvokeConfig } from "../event-invoke-config.ts";
import { authorizedFunction } from "../function-name.ts";
import type { FunctionRecord } from "../functions.ts";
import type { Lambda } from "../lambda.ts";

type PutInput = Wire<PutFunctionEventInvokeConfigRequest>;
type Output = Wire<FunctionEventInvokeConfig>;

/** Replaces the whole configuration. */
export function putFunctionEventInvokeConfig(lambda: Lambda) {
  return async (input: PutInput, context: CallContext): Promise<Output> => {
    const record = authorizedFunction(lambda, context, "lambda:PutFunctionEventInvokeConfig", input);
    return set(lambda, record, await changeEventInvokeConfig(lambda.account, record, undefined, input));
  };
}

/** Changes what it names. */
export function updateFunctionEventInvokeConfig(lambda: Lambda) {
  return async (input: PutInput, context: CallContext): Promise<Output> => {
    const record = authorizedFunction(lambda, context, "lambda:UpdateFunctionEventInvokeConfig", input);
    const current = configured(record).eventInvokeConfig;
    return set(lambda, record, await changeEventInvokeConfig(lambda.account, record, current, input));
  };
}

export function getFunctionEventInvokeConfig(lambda: Lambda) {
  return (input: Wire<GetFunctionEventInvokeConfigRequest>, context: CallContext): Output =>
    describeEventInvokeConfig(
      configured(authorizedFunction(lambda, context, "lambda:GetFunctionEventInvokeConfig", input)),
    );
}

export function deleteFunctionEventInvokeConfig(lambda: Lambda) {
  return (input: Wire<DeleteFunctionEventInvokeConfigRequest>, context: CallContext): object => {
    const record = authorizedFunction(lambda, context, "lambda:DeleteFunctionEventInvokeConfig", input);
    const { eventInvokeConfig: _config, ...rest } = configured(record);
    lambda.functions.set(record.name, rest);
    return {};
  };
}

/** At most one: a function here has only its latest version. */
export function listFunctionEventInvokeConfigs(lambda: Lambda) {
  return (
    input: Wire<ListFunctionEventInvokeConfigsRequest>,
    context: CallContext,
  ): Wire<ListFunctionEventInvokeConfigsResponse> => {
    const record = authorizedFunction(lambda, context, "lambda:ListFunctionEventInvokeConfigs", input);
    return { FunctionEventInvokeConfigs: record.eventInvokeConfig ? [describeEventInvokeConfig(record)] : [] };
  };
}

function set(
  lambda: Lambda,
  { name, arn }: FunctionRecord,
  eventInvokeConfig: NonNullable<FunctionRecord["eventInvokeConfig"]>,
): Output {
  // As it is now: the check of the role took its time.
  const record = lambda.functions.get(name);
  if (!record) throw notFound(`The function ${arn} doesn't exist.`);
  const changed = { ...record, eventInvokeConfig };
  lambda.functions.set(name, changed);
  return describeEventInvokeConfig(changed);
}

function configured(record: FunctionRecord): FunctionRecord {
  if (record.eventInvokeConfig) return record;
  throw notFound(`The function ${record.arn}:$LATEST doesn't have an EventInvokeConfig`);
}

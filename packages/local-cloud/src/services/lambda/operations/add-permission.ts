import type { AddPermissionRequest, AddPermissionResponse } from "@aws-sdk/client-lambda";
import type { Account } from "../../../core/account.ts";
import type { PolicyStatement } from "../../../core/policy.ts";
import type { CallContext, Wire } from "../../../core/service.ts";
import { isServicePrincipal } from "../../iam/policy/service-principals.ts";
import { principalExists } from "../../iam/roles.ts";
import { conflict, invalidParameter, preconditionFailed, validation } from "../errors.ts";
import { authorizedFunction, replaceFunction } from "../function-name.ts";
import type { Lambda } from "../lambda.ts";
import { checkPolicySize } from "../policy.ts";

type Input = Wire<AddPermissionRequest>;

export function addPermission(lambda: Lambda) {
  return (input: Input, context: CallContext): Wire<AddPermissionResponse> => {
    check(input);
    const record = authorizedFunction(lambda, context, "lambda:AddPermission", input, {
      conditions: {
        "lambda:Principal": input.Principal!,
        ...(input.FunctionUrlAuthType && { "lambda:FunctionUrlAuthType": input.FunctionUrlAuthType }),
      },
    });
    if (input.RevisionId && input.RevisionId !== record.revisionId) throw preconditionFailed();
    if (record.policy.some(({ Sid }) => Sid === input.StatementId)) {
      throw conflict(
        `The statement id (${input.StatementId}) provided already exists. Please provide a new statement id, or remove the existing statement.`,
      );
    }
    const statement = statementOf(lambda.account, input, record.arn);
    const policy = [...record.policy, statement];
    checkPolicySize(policy);
    replaceFunction(lambda, { ...record, policy });
    return { Statement: JSON.stringify(statement) };
  };
}

const patterns = {
  SourceArn:
    "arn:(aws[a-zA-Z0-9-]*):([a-zA-Z0-9\\-])+:([a-z]{2}((-gov)|(-iso([a-z]?)))?-[a-z]+-\\d{1})?:(\\d{12})?:(.*)",
  SourceAccount: "\\d{12}",
  EventSourceToken: "[a-zA-Z0-9._\\-]+",
  PrincipalOrgID: "o-[a-z0-9]{10,32}",
} as const;

function check(input: Input): void {
  const { StatementId, Action, Principal, FunctionUrlAuthType, InvokedViaFunctionUrl } = input;
  if (!/^[a-zA-Z0-9-_]{1,100}$/.test(StatementId ?? "")) {
    throw validation("statementId", StatementId, "satisfy regular expression pattern: ([a-zA-Z0-9-_]+)");
  }
  if (!/^(lambda:[*]|lambda:[a-zA-Z]+|[*])$/.test(Action ?? "")) {
    throw validation("action", Action, "satisfy regular expression pattern: (lambda:[*]|lambda:[a-zA-Z]+|[*])");
  }
  if (!Principal || /\s/.test(Principal)) {
    throw validation("principal", Principal, "satisfy regular expression pattern: [^\\s]+");
  }
  for (const [member, pattern] of Object.entries(patterns)) {
    const value = input[member as keyof typeof patterns];
    if (value === undefined || new RegExp(`^(?:${pattern})$`).test(value)) continue;
    throw validation(
      `${member[0]!.toLowerCase()}${member.slice(1)}`,
      value,
      `satisfy regular expression pattern: ${pattern}`,
    );
  }
  if (FunctionUrlAuthType && FunctionUrlAuthType !== "NONE" && FunctionUrlAuthType !== "AWS_IAM") {
    throw validation("functionUrlAuthType", FunctionUrlAuthType, "satisfy enum value set: [NONE, AWS_IAM]");
  }
  if (FunctionUrlAuthType && Action !== "lambda:InvokeFunctionUrl") {
    throw invalidParameter("FunctionUrlAuthType is only supported for lambda:InvokeFunctionUrl action");
  }
  // AWS's own words for this are not known.
  if (Action === "lambda:InvokeFunctionUrl" && Principal === "*" && !FunctionUrlAuthType) {
    throw invalidParameter(
      "FunctionUrlAuthType is required for lambda:InvokeFunctionUrl action when the principal is *",
    );
  }
  if (InvokedViaFunctionUrl && Action !== "lambda:InvokeFunction") {
    throw invalidParameter("InvokedViaFunctionUrl is only supported for lambda:InvokeFunction action");
  }
}

/** The statement as GetPolicy returns it ("Viewing resource-based IAM policies in Lambda"). */
function statementOf(account: Account, input: Input, arn: string): PolicyStatement {
  const condition: NonNullable<PolicyStatement["Condition"]> = {};
  const add = (operator: string, key: string, value: string | boolean | undefined): void => {
    if (value !== undefined) condition[operator] = { ...condition[operator], [key]: String(value) };
  };
  add("StringEquals", "AWS:SourceAccount", input.SourceAccount);
  add("StringEquals", "lambda:FunctionUrlAuthType", input.FunctionUrlAuthType);
  add("StringEquals", "lambda:EventSourceToken", input.EventSourceToken);
  add("StringEquals", "aws:PrincipalOrgID", input.PrincipalOrgID);
  add("Bool", "lambda:InvokedViaFunctionUrl", input.InvokedViaFunctionUrl);
  add("ArnLike", "AWS:SourceArn", input.SourceArn);
  return {
    Sid: input.StatementId!,
    Effect: "Allow",
    Principal: principalOf(account, input.Principal!),
    Action: input.Action!,
    Resource: arn,
    ...(Object.keys(condition).length > 0 && { Condition: condition }),
  };
}

function principalOf(account: Account, principal: string): NonNullable<PolicyStatement["Principal"]> {
  if (principal === "*") return "*";
  if (/^\d{12}$/.test(principal)) return { AWS: `arn:aws:iam::${principal}:root` };
  if (principal.startsWith("arn:") && principalExists(account, principal)) return { AWS: principal };
  if (isServicePrincipal(principal)) return { Service: principal };
  throw invalidParameter("The provided principal was invalid. Please check the principal and try again.");
}

import type { AddPermissionRequest, GetPolicyResponse } from "@aws-sdk/client-lambda";
import type { PolicyDocument, PolicyStatement } from "../../core/policy.ts";
import type { Live, ResourceType } from "../contract/resource-type.ts";
import { boolean, string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";

/** Lambda can add and remove permissions but not change them, so there is no `update`. */
export const lambdaPermission: ResourceType = {
  token: "aws:lambda/permission:Permission",
  title: "Lambda Permission",
  inputs: {
    statementId: string({ replace: true, pattern: /^[\w-]{1,100}$/, autoName: { max: 100 } }),
    action: string({ required: true, replace: true }),
    function: string({ required: true, replace: true }),
    principal: string({ required: true, replace: true }),
    sourceArn: string({ replace: true }),
    sourceAccount: string({ replace: true }),
    principalOrgId: string({ replace: true }),
    eventSourceToken: string({ replace: true }),
    functionUrlAuthType: string({ replace: true, oneOf: ["AWS_IAM", "NONE"] }),
    invokedViaFunctionUrl: boolean({ replace: true }),
    qualifier: string({ replace: true }),
  },
  outputs: ["region"],
  idOf: (inputs) => inputs.statementId as string,

  async create(inputs, cloud) {
    await cloud.call("lambda", "AddPermission", {
      FunctionName: inputs.function as string,
      StatementId: inputs.statementId as string,
      Action: inputs.action as string,
      Principal: inputs.principal as string,
      SourceArn: inputs.sourceArn as string | undefined,
      SourceAccount: inputs.sourceAccount as string | undefined,
      PrincipalOrgID: inputs.principalOrgId as string | undefined,
      EventSourceToken: inputs.eventSourceToken as string | undefined,
      FunctionUrlAuthType: inputs.functionUrlAuthType as "AWS_IAM" | "NONE" | undefined,
      InvokedViaFunctionUrl: inputs.invokedViaFunctionUrl as boolean | undefined,
      Qualifier: inputs.qualifier as string | undefined,
    } satisfies AddPermissionRequest);
    return inputs.statementId as string;
  },

  async read(id, cloud, known) {
    const { name, qualifier, statementId } = partsOf(id, known);
    if (name === undefined) return undefined;
    const found = await cloud.find<GetPolicyResponse>("lambda", "GetPolicy", {
      FunctionName: name,
      Qualifier: qualifier,
    });
    const document = found?.Policy ? (JSON.parse(found.Policy) as PolicyDocument) : undefined;
    const statement = document?.Statement.find((candidate) => candidate.Sid === statementId);
    return statement && { ...propertiesOf(statement), statementId, function: name, qualifier };
  },

  async delete(id, cloud, state) {
    const { name, qualifier, statementId } = partsOf(id, state);
    await cloud.find("lambda", "RemovePermission", {
      FunctionName: name,
      StatementId: statementId,
      Qualifier: qualifier,
    });
  },
};

/** From the state, or for an import from function/statement or function:qualifier/statement. */
function partsOf(id: string, known: PropertyMap): { name?: string; qualifier?: string; statementId: string } {
  if (typeof known.function === "string") {
    return { name: known.function, qualifier: known.qualifier as string | undefined, statementId: id };
  }
  const slash = id.indexOf("/");
  if (slash < 0) return { statementId: id };
  const [name, qualifier] = id.slice(0, slash).split(":");
  return { name, qualifier, statementId: id.slice(slash + 1) };
}

function propertiesOf(statement: PolicyStatement): Live {
  const condition = (operator: string, key: string): string | undefined => {
    const tests = Object.entries(statement.Condition?.[operator] ?? {});
    const value = tests.find(([name]) => name.toLowerCase() === key.toLowerCase())?.[1];
    return value === undefined ? undefined : String(value);
  };
  const viaUrl = condition("Bool", "lambda:InvokedViaFunctionUrl");
  return {
    action: String(statement.Action),
    principal: principalOf(statement),
    sourceArn: condition("ArnLike", "AWS:SourceArn"),
    sourceAccount: condition("StringEquals", "AWS:SourceAccount"),
    principalOrgId: condition("StringEquals", "aws:PrincipalOrgID"),
    eventSourceToken: condition("StringEquals", "lambda:EventSourceToken"),
    functionUrlAuthType: condition("StringEquals", "lambda:FunctionUrlAuthType"),
    invokedViaFunctionUrl: viaUrl === undefined ? undefined : viaUrl === "true",
  };
}

/** The service, "*", or the account id where the policy has arn:aws:iam::123456789012:root. */
function principalOf({ Principal: principal }: PolicyStatement): string {
  if (principal === undefined || principal === "*") return "*";
  if (principal.Service !== undefined) return String(principal.Service);
  const aws = String(principal.AWS ?? "*");
  return /^arn:aws:iam::(\d{12}):root$/.exec(aws)?.[1] ?? aws;
}

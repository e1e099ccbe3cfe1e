import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateFunctionCommand, type CreateFunctionCommandInput, InvokeCommand } from "@aws-sdk/client-lambda";
import { strToU8, zipSync } from "fflate";
import type { PolicyStatement } from "../core/policy.ts";
import type { TestCloud } from "./test-cloud.ts";

/** A zip file with one module. */
export function zip(source: string, name = "index.mjs"): Uint8Array {
  return zipSync({ [name]: strToU8(source) });
}

export const allowEverything: PolicyStatement = { Effect: "Allow", Action: "*", Resource: "*" };

/** Creates a role that Lambda may assume. Default: it may do everything. @returns its ARN */
export async function createRole(
  cloud: TestCloud,
  name: string,
  statements: PolicyStatement[] = [allowEverything],
): Promise<string> {
  const trust = {
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
  };
  const { Role } = await cloud.iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  if (statements.length > 0) await allow(cloud, name, statements);
  return Role!.Arn!;
}

export async function allow(cloud: TestCloud, role: string, statements: PolicyStatement[]): Promise<void> {
  const document = JSON.stringify({ Version: "2012-10-17", Statement: statements });
  await cloud.iam.send(
    new PutRolePolicyCommand({ RoleName: role, PolicyName: "permissions", PolicyDocument: document }),
  );
}

/** Creates a function from the source of its module (index.mjs), and a role for it. @returns the function's ARN */
export async function createFunction(
  cloud: TestCloud,
  name: string,
  source: string,
  more: Partial<CreateFunctionCommandInput> & { statements?: PolicyStatement[]; file?: string } = {},
): Promise<string> {
  const { statements, file, ...input } = more;
  const Role = input.Role ?? (await createRole(cloud, `${name}-role`, statements));
  const { FunctionArn } = await cloud.lambda.send(
    new CreateFunctionCommand({
      FunctionName: name,
      Runtime: "nodejs24.x",
      Handler: "index.handler",
      Code: { ZipFile: zip(source, file) },
      ...input,
      Role,
    }),
  );
  return FunctionArn!;
}

/** Invokes a function and waits for its answer. */
export async function invoke(cloud: TestCloud, name: string, payload: unknown = {}, logs = false) {
  const answer = await cloud.lambda.send(
    new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload), ...(logs && { LogType: "Tail" }) }),
  );
  return {
    status: answer.StatusCode,
    functionError: answer.FunctionError,
    payload: JSON.parse(answer.Payload!.transformToString() || "null"),
    log: answer.LogResult ? Buffer.from(answer.LogResult, "base64").toString("utf8") : "",
  };
}

/** Invokes a function asynchronously. @returns the request id */
export async function invokeLater(cloud: TestCloud, name: string, payload: unknown = {}): Promise<string> {
  const answer = await cloud.lambda.send(
    new InvokeCommand({ FunctionName: name, InvocationType: "Event", Payload: JSON.stringify(payload) }),
  );
  return answer.$metadata.requestId!;
}

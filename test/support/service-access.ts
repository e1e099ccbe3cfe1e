import { evaluate, type PolicySet, policyProblem } from "@event-choreography/local-cloud/iam-policy";
import type { Statement } from "./mocked-stack.ts";

/** What an AWS service does to a resource, on behalf of another resource: SNS sends a topic's message to a queue. */
export interface ServiceRequest {
  /** E.g. "sns.amazonaws.com". */
  service: string;
  /** E.g. "sqs:SendMessage". */
  action: string;
  resource: string;
  /** The resource on whose behalf it acts. */
  sourceArn: string;
}

type Policy = NonNullable<PolicySet["resource"]>;

const account = "000000000000";
const elements = ["Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];

/** Whether these statements of a resource's policy allow the request, as IAM would decide ("Policy evaluation logic"). */
export function allowsService(statements: Statement[], request: ServiceRequest): boolean {
  const { service, action, resource, sourceArn } = request;
  const values: Record<string, string[]> = {
    "aws:sourcearn": [sourceArn],
    "aws:sourceaccount": [account],
    "aws:principalisawsservice": ["true"],
    "aws:principalservicename": [service],
  };
  const principal = { kind: "service" as const, accountId: undefined, names: [service] };
  const asked = { principal, action: action.toLowerCase(), resource, valuesOf: (key: string) => values[key] };
  return evaluate(asked, { identity: [], resource: policyOf(statements) }) === "allowed";
}

/** @throws Error that says why these statements of a resource's policy do not allow the request, unless they do */
export function checkAllowsService(statements: Statement[], request: ServiceRequest): void {
  const problem = whyNot(statements, request);
  if (problem) throw new Error(problem);
}

function whyNot(statements: Statement[], request: ServiceRequest): string | undefined {
  const problem = policyProblem(policyOf(statements), "resource");
  if (problem) return `AWS refuses this policy. ${problem}`;
  if (allowsService(statements, request)) return undefined;
  const fitting: Statement = {
    Effect: "Allow",
    Principal: { Service: request.service },
    Action: request.action,
    Resource: request.resource,
  };
  const [statement] = statements;
  for (const [name, value] of Object.entries(statement ?? {}).filter(([name]) => elements.includes(name))) {
    const { [name.replace("Not", "") as keyof Statement]: _, ...others } = fitting;
    if (!allowsService([{ ...others, [name]: value } as Statement], request))
      return `the statement does not let the message in: its ${name} is ${JSON.stringify(value)}`;
  }
  return "no statement allows it";
}

function policyOf(statements: Statement[]): Policy {
  return { Version: "2012-10-17", Statement: statements } as Policy;
}

import { AwsError } from "../../core/aws-error.ts";
import type { PolicyDocument, PolicyStatement } from "../../core/policy.ts";
import { policyProblem } from "../iam/policy/validate.ts";
import type { Queue } from "./state.ts";

/**
 * Checks a queue's policy document. AWS answers only that the value is invalid; the reason is ours.
 *
 * @throws AwsError InvalidAttributeValue
 */
export function checkPolicy(text: string): void {
  const problem = policyProblem(text, "resource") ?? foreignAction(JSON.parse(text));
  if (problem === undefined) return;
  throw new AwsError("InvalidAttributeValue", `Invalid value for the parameter Policy. Reason: ${problem}`);
}

const documents = new WeakMap<Queue, PolicyDocument>();

/** Returns the same object while the queue is unchanged, so that the policy engine can cache what it compiles. */
export function policyOf(queue: Queue): PolicyDocument | undefined {
  if (queue.attributes.Policy === undefined) return undefined;
  let document = documents.get(queue);
  if (!document) {
    const parsed = JSON.parse(queue.attributes.Policy) as PolicyDocument;
    documents.set(queue, (document = { ...parsed, Statement: statementsOf(parsed) }));
  }
  return document;
}

function foreignAction(document: PolicyDocument): string | undefined {
  const actions = statementsOf(document).flatMap(({ Action, NotAction }) => Action ?? NotAction ?? []);
  const foreign = actions.find((action) => action !== "*" && !/^sqs:/i.test(action));
  return foreign === undefined ? undefined : `${foreign} is not an action of SQS.`;
}

function statementsOf(document: PolicyDocument): PolicyStatement[] {
  return [document.Statement].flat();
}

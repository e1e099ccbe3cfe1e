import type { StateValue } from "@aws-sdk/client-cloudwatch";
import type { CallRequest } from "../../../core/account.ts";
import { parseArn } from "../../../core/arn.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Monitoring } from "../state.ts";
import type { StoredAlarm } from "./alarm.ts";
import { noteHistory } from "./history.ts";
import { notificationFor, subjectFor } from "./notification.ts";

const actionsFor = {
  ALARM: "AlarmActions",
  OK: "OKActions",
  INSUFFICIENT_DATA: "InsufficientDataActions",
} as const satisfies Record<StateValue, string>;

/** Carries out an alarm's actions for its new state, one after the other. One that fails is told in the history. */
export async function runActions(monitoring: Monitoring, alarm: StoredAlarm, before: StateValue): Promise<void> {
  for (const action of alarm.configuration[actionsFor[alarm.state.value]] ?? []) {
    const error = await tryAction(monitoring, alarm, before, action);
    const summary = error
      ? `Failed to execute action ${action}. Received error: "${error}"`
      : `Successfully executed action ${action}`;
    noteHistory(monitoring, alarm.name, "Action", summary, {
      actionState: error ? "Failed" : "Succeeded",
      stateUpdateTimestamp: alarm.state.since,
      notificationResource: action,
      ...(error !== undefined && { error }),
    });
  }
}

/** @returns what went wrong, if something did */
async function tryAction(
  { account }: Monitoring,
  alarm: StoredAlarm,
  before: StateValue,
  action: string,
): Promise<string | undefined> {
  const call = (request: Omit<CallRequest, "principal">, service: string) =>
    account.call({
      ...request,
      principal: { kind: "service", service, sourceArn: alarm.arn, sourceAccount: account.id },
    });
  const message = JSON.stringify(notificationFor(account, alarm, before));
  try {
    const service = parseArn(action)?.service;
    if (service === "sns") {
      const input = { TopicArn: action, Subject: subjectFor(account, alarm), Message: message };
      await call({ service: "sns", operation: "Publish", input }, "cloudwatch.amazonaws.com");
    } else if (service === "lambda") {
      const Payload = Buffer.from(message).toString("base64");
      const input = { FunctionName: action, InvocationType: "Event", Payload };
      await call({ service: "lambda", operation: "Invoke", input }, "lambda.alarms.cloudwatch.amazonaws.com");
    } else return "The local cloud's alarms can notify SNS topics and Lambda functions only.";
  } catch (error) {
    return error instanceof AwsError ? error.message : String(error);
  }
  return undefined;
}

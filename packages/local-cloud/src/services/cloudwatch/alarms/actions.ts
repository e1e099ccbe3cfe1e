import type { StateValue } from "@aws-sdk/client-cloudwatch";
import { parseArn } from "../../../core/arn.ts";
import { AwsError } from "../../../core/aws-error.ts";
import { servicePrincipal } from "../../../core/principal.ts";
import { sendToArn } from "../../../core/send-to-arn.ts";
import type { CloudWatchState } from "../state.ts";
import type { StoredAlarm } from "./alarm.ts";
import { recordHistory } from "./history.ts";
import { notificationFor, subjectFor } from "./notification.ts";

const actionsFor = {
  ALARM: "AlarmActions",
  OK: "OKActions",
  INSUFFICIENT_DATA: "InsufficientDataActions",
} as const satisfies Record<StateValue, string>;

/** CloudWatch's principal, by the service of the action's ARN. */
const principalFor: Record<string, string> = {
  sns: "cloudwatch.amazonaws.com",
  lambda: "lambda.alarms.cloudwatch.amazonaws.com",
};

/** Carries out an alarm's actions for its new state, one after the other. A failed action is noted in the history. */
export async function runActions(monitoring: CloudWatchState, alarm: StoredAlarm, before: StateValue): Promise<void> {
  for (const action of alarm.configuration[actionsFor[alarm.state.value]] ?? []) {
    const error = await tryAction(monitoring, alarm, before, action);
    const summary = error
      ? `Failed to execute action ${action}. Received error: "${error}"`
      : `Successfully executed action ${action}`;
    recordHistory(monitoring, alarm.name, "Action", summary, {
      actionState: error ? "Failed" : "Succeeded",
      stateUpdateTimestamp: alarm.state.since,
      notificationResource: action,
      ...(error !== undefined && { error }),
    });
  }
}

/** @returns why the action failed, or undefined */
async function tryAction(
  { account }: CloudWatchState,
  alarm: StoredAlarm,
  before: StateValue,
  action: string,
): Promise<string | undefined> {
  const service = principalFor[parseArn(action)?.service ?? ""];
  if (!service) return "The local cloud's alarms can notify SNS topics and Lambda functions only.";
  const body = JSON.stringify(notificationFor(account, alarm, before));
  try {
    const message = { body, subject: subjectFor(account, alarm) };
    await sendToArn(account, action, message, servicePrincipal(account, service, alarm.arn));
  } catch (error) {
    return error instanceof AwsError ? error.message : String(error);
  }
  return undefined;
}

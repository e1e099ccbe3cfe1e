import type { StateValue } from "@aws-sdk/client-cloudwatch";
import { parseArn } from "../../../core/arn.ts";
import { AwsError } from "../../../core/aws-error.ts";
import { servicePrincipal } from "../../../core/principal.ts";
import { type Message, sendToArn } from "../../../core/send-to-arn.ts";
import { isTransient } from "../../../core/transient.ts";
import { type Work, WorkQueue } from "../../../core/work-queue.ts";
import { validationError } from "../errors.ts";
import type { CloudWatchState } from "../state.ts";
import type { AlarmConfiguration, AlarmState, StoredAlarm } from "./alarm.ts";
import { recordHistory } from "./history.ts";
import { notificationFor, subjectFor } from "./notification.ts";
import { functionEvent } from "./state-change.ts";

const actionsFor = {
  ALARM: "AlarmActions",
  OK: "OKActions",
  INSUFFICIENT_DATA: "InsufficientDataActions",
} as const satisfies Record<StateValue, keyof AlarmConfiguration>;

/** CloudWatch's principal, by the service of the action's ARN. */
const principals: Record<string, string> = {
  sns: "cloudwatch.amazonaws.com",
  lambda: "lambda.alarms.cloudwatch.amazonaws.com",
};

/**
 * CloudWatch tries again until it reaches the function, unless that does not exist or may not be invoked ("Invoke a Lambda
 * function from an alarm"). Here that ends after twenty minutes, so that an account with a lasting fault settles.
 */
const maxTries = 25;
const maxPauseMs = 60_000;

/** @throws AwsError for an action that PutMetricAlarm refuses, or that the local cloud cannot carry out */
export function checkActions({ AlarmActions, OKActions, InsufficientDataActions }: AlarmConfiguration): void {
  for (const actions of [AlarmActions, OKActions, InsufficientDataActions]) {
    if ((actions?.length ?? 0) > 5) throw validationError("An alarm may have at most 5 actions for a state.");
    for (const action of actions ?? []) {
      const arn = parseArn(action);
      if (!arn) throw validationError(`Invalid arn syntax: ${action}`);
      if (Object.hasOwn(principals, arn.service)) continue;
      throw validationError(
        `The local cloud does not emulate the action ${action}: an alarm can notify an SNS topic or run a Lambda function.`,
      );
    }
  }
}

/** The actions of one change of state that are still to be carried out. */
interface PendingActions extends Work {
  /** As it was after the change. */
  alarm: StoredAlarm;
  before: AlarmState;
  /** ARNs. */
  actions: string[];
  /** How often the first of them was tried. */
  tries: number;
}

/** Carries out alarms' actions for their new state, one after the other. They are in the store until they are done. */
export class AlarmActions {
  readonly queue: WorkQueue<PendingActions>;
  readonly #monitoring: CloudWatchState;

  constructor(monitoring: CloudWatchState) {
    const { account } = monitoring;
    this.#monitoring = monitoring;
    this.queue = new WorkQueue({
      account,
      items: account.store.collection("cloudwatch/pending-actions"),
      run: (key, pending) => this.#run(key, pending),
    });
  }

  add(alarm: StoredAlarm, before: AlarmState): void {
    const actions = alarm.configuration[actionsFor[alarm.state.value]] ?? [];
    if (!alarm.actionsEnabled || actions.length === 0) return;
    this.queue.add({ alarm, before, actions, tries: 0, dueAt: this.#monitoring.account.clock.now() });
  }

  async #run(key: string, pending: PendingActions): Promise<void> {
    const { alarm, before, actions } = pending;
    const [action, ...rest] = actions as [string, ...string[]];
    const tries = pending.tries + 1;
    const error = await this.#carryOut(action, alarm, before);
    if (error !== undefined && isTransient(error) && tries < maxTries) {
      const pauseMs = Math.min(maxPauseMs, 1000 * 2 ** pending.tries);
      return this.queue.schedule(key, { ...pending, tries, dueAt: this.#monitoring.account.clock.now() + pauseMs });
    }
    this.#note(action, alarm, error);
    if (rest.length === 0) this.queue.remove(key);
    else this.queue.schedule(key, { ...pending, actions: rest, tries: 0 });
  }

  /** @returns the error, if it failed */
  async #carryOut(action: string, alarm: StoredAlarm, before: AlarmState): Promise<unknown> {
    const { account } = this.#monitoring;
    const { service } = parseArn(action)!;
    const message: Message =
      service === "lambda"
        ? { body: JSON.stringify(functionEvent(account, alarm, before)) }
        : { body: JSON.stringify(notificationFor(account, alarm, before.value)), subject: subjectFor(account, alarm) };
    try {
      await sendToArn(account, action, message, servicePrincipal(account, principals[service]!, alarm.arn));
    } catch (error) {
      return error;
    }
    return undefined;
  }

  #note(action: string, alarm: StoredAlarm, error: unknown): void {
    const reason = error === undefined ? undefined : error instanceof AwsError ? error.message : String(error);
    const summary =
      reason !== undefined
        ? `Failed to execute action ${action}. Received error: "${reason}"`
        : `Successfully executed action ${action}`;
    recordHistory(this.#monitoring, alarm.name, "Action", summary, {
      actionState: reason !== undefined ? "Failed" : "Succeeded",
      stateUpdateTimestamp: alarm.state.since,
      notificationResource: action,
      ...(reason !== undefined && { error: reason }),
    });
  }
}

import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceFunctionArgs } from "./service-function.ts";
import type { Settings } from "./settings.ts";

/** Passed to every step, in addition to the resources of earlier steps. */
export interface Context {
  readonly settings: Settings;
  /** The physical name: `PaymentTable`, or `PaymentTable-ada` for attendee ada. */
  name(name: string): string;
  /** A target's delivery settings from all steps: retries, and the dead-letter queue for undelivered events. */
  delivery(name: string, rule: aws.cloudwatch.EventRule, opts?: pulumi.CustomResourceOptions): Delivery;
  /** What the steps add to the pattern of an event's rule, such as the versions that it matches. */
  pattern(detailType: string): object;
  /** A function's arguments after the changes of all steps. */
  functionArgs(name: string, asked: ServiceFunctionArgs): ServiceFunctionArgs;
}

type Delivery = Pick<aws.cloudwatch.EventTargetArgs, "retryPolicy" | "deadLetterConfig">;

/**
 * What a step changes in the resources of earlier steps, exported as `changes` from its infra.ts.
 *
 * @example
 * export const changes: Changes = {
 *   delivery: () => ({ retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 3600 } }),
 *   functionArgs: (name) => (name === "payment-charge" ? { handler: "services/payment/charge/charge-idempotent.ts" } : {}),
 * };
 */
export interface Changes {
  /** Called once for each target of a function. Resources that it creates belong to that target. */
  delivery?(
    name: string,
    rule: aws.cloudwatch.EventRule,
    opts: pulumi.CustomResourceOptions,
    context: Context,
  ): Delivery;
  /** Called once for each rule of a RuleToFunction, with its event. */
  pattern?(detailType: string, context: Context): object;
  /** Called once for each function with its current arguments; returns the arguments to replace. */
  functionArgs?(name: string, current: ServiceFunctionArgs, context: Context): Partial<ServiceFunctionArgs>;
}

/** If several steps change the same property, the last one wins. */
export function createContext(settings: Settings, changes: readonly Changes[]): Context {
  const context: Context = {
    settings,
    name: (name) => (settings.attendee ? `${name}-${settings.attendee}` : name),
    delivery: (name, rule, opts = {}) =>
      Object.assign({}, ...changes.map((change) => change.delivery?.(name, rule, opts, context))),
    pattern: (detailType) => Object.assign({}, ...changes.map((change) => change.pattern?.(detailType, context))),
    functionArgs: (name, asked) => {
      const args = { ...asked };
      for (const change of changes) Object.assign(args, change.functionArgs?.(name, args, context));
      return args;
    },
  };
  return context;
}

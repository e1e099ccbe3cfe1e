import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceFunctionArgs } from "./service-function.ts";
import type { Settings } from "./settings.ts";

/** What every step gets beside the resources of earlier steps. */
export interface Context {
  readonly settings: Settings;
  /** The physical name: `PaymentTable`, or `PaymentTable-ada` for attendee ada. */
  name(name: string): string;
  /** What the steps set for a target: how often to retry, and where to put what was never delivered. */
  delivery(name: string, rule: aws.cloudwatch.EventRule, opts?: pulumi.CustomResourceOptions): Delivery;
  /** What the steps add to the pattern of an event's rule: which of its versions it lets through. */
  pattern(detailType: string): object;
  /** What a function is made of once the steps have had their say. */
  functionArgs(name: string, asked: ServiceFunctionArgs): ServiceFunctionArgs;
}

export type Delivery = Pick<aws.cloudwatch.EventTargetArgs, "retryPolicy" | "deadLetterConfig">;

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
  /** Asked once for each target of a function; what it makes belongs to that target. */
  delivery?(
    name: string,
    rule: aws.cloudwatch.EventRule,
    opts: pulumi.CustomResourceOptions,
    context: Context,
  ): Delivery;
  /** Asked once for each rule that a RuleToFunction makes, by its event. */
  pattern?(detailType: string, context: Context): object;
  /** Asked once for each function, with what it is so far; returns what is to differ. */
  functionArgs?(name: string, soFar: ServiceFunctionArgs, context: Context): Partial<ServiceFunctionArgs>;
}

/** Where several steps change the same property, the last one counts. */
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

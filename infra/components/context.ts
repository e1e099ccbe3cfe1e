import type * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ServiceFunction, ServiceFunctionArgs } from "./service-function.ts";
import type { Settings } from "./settings.ts";

/** Passed to every step, in addition to the resources of earlier steps. */
export interface Context {
  readonly settings: Settings;
  /** The physical name: `PaymentTable`, or `PaymentTable-ada` for attendee ada. */
  name(name: string): string;
  /** All functions created so far, those of later steps included once the whole program has run. */
  readonly functions: ServiceFunction[];
  /** The rule of each event, e.g. "PaymentConfirmed", so that a later step can add a target to it. */
  readonly rules: Map<string, aws.cloudwatch.EventRule>;
  /** Others that put events on the bus, with their roles' ARNs, such as the pipe of step 14. */
  readonly publisherRoles: pulumi.Output<string>[];
  /** A target's delivery settings from all steps: retries, and the dead-letter queue for undelivered events. */
  delivery(name: string, rule: aws.cloudwatch.EventRule, opts?: pulumi.CustomResourceOptions): Delivery;
  /** What the steps add to the pattern of an event's rule, such as the versions that it matches. */
  pattern(detailType: string): object;
  /** A function's arguments after the changes of all steps. */
  functionArgs(name: string, asked: ServiceFunctionArgs): ServiceFunctionArgs;
  /** What the steps add to a table, such as an index or a stream. */
  table(name: string): Partial<aws.dynamodb.TableArgs>;
}

type Delivery = Pick<aws.cloudwatch.EventTargetArgs, "retryPolicy" | "deadLetterConfig">;

/**
 * What a step changes in the resources of other steps, earlier and later ones, exported as `changes` from its infra.ts.
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
  /** Called once for each service's table; returns the arguments to add. */
  table?(name: string): Partial<aws.dynamodb.TableArgs>;
}

/** If several steps change the same property, the last one wins. */
export function createContext(settings: Settings, changes: readonly Changes[]): Context {
  const context: Context = {
    settings,
    functions: [],
    rules: new Map(),
    publisherRoles: [],
    name: (name) => (settings.attendee ? `${name}-${settings.attendee}` : name),
    delivery: (name, rule, opts = {}) =>
      Object.assign({}, ...changes.map((change) => change.delivery?.(name, rule, opts, context))),
    pattern: (detailType) => Object.assign({}, ...changes.map((change) => change.pattern?.(detailType, context))),
    functionArgs: (name, asked) => {
      const args = { ...asked };
      for (const change of changes) Object.assign(args, change.functionArgs?.(name, args, context));
      return args;
    },
    table: (name) => Object.assign({}, ...changes.map((change) => change.table?.(name))),
  };
  return context;
}

import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Context } from "./context.ts";
import type { ServiceFunction } from "./service-function.ts";

export interface RuleToFunctionArgs {
  context: Context;
  bus: aws.cloudwatch.EventBus;
  /** The source of the event, e.g. "aircraft.payment". */
  source: string;
  /** The event, e.g. "PaymentConfirmed". The rule is named after it: PaymentConfirmedRule. */
  detailType: string;
  /** The functions that receive the event. At least one. */
  to: ServiceFunction[];
}

/**
 * Sends each event of one kind to one or more functions: one rule, plus a permission and a target per function. If an
 * earlier step has a rule for this event, the targets are added to that rule.
 *
 * @example
 * new RuleToFunction("payment-confirmed", {
 *   context, bus, source: "aircraft.payment", detailType: "PaymentConfirmed", to: [seatAssign],
 * });
 */
export class RuleToFunction extends pulumi.ComponentResource {
  readonly rule: aws.cloudwatch.EventRule;

  constructor(name: string, args: RuleToFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    rejectInvalidArgs(name, args);
    super("aircraft:infra:RuleToFunction", name, {}, opts);
    const { context, bus, detailType } = args;

    const rule = context.rules.get(detailType) ?? this.#createRule(name, args);
    for (const { name: functionName, function: consumer } of args.to) {
      const route = `${name}-${functionName}`;
      //#region 4.1 Create the permission and the target for each function
      const permission = new aws.lambda.Permission(
        `${route}-permission`,
        {
          action: "lambda:InvokeFunction",
          function: consumer.name,
          principal: "events.amazonaws.com",
          sourceArn: rule.arn,
        },
        { parent: this },
      );
      new aws.cloudwatch.EventTarget(
        `${route}-target`,
        {
          rule: rule.name,
          eventBusName: bus.name,
          targetId: functionName,
          arn: consumer.arn,
          ...context.delivery(route, rule, { parent: this }),
        },
        { parent: this, dependsOn: [permission] },
      );
      //#endregion
    }

    this.rule = rule;
    this.registerOutputs({ ruleArn: rule.arn });
  }

  /** A rule belongs to the first step that needs its event. Later steps add targets to it. */
  #createRule(name: string, { context, bus, source, detailType }: RuleToFunctionArgs): aws.cloudwatch.EventRule {
    const rule = new aws.cloudwatch.EventRule(
      `${name}-rule`,
      {
        name: context.name(`${detailType}Rule`),
        eventBusName: bus.name,
        eventPattern: pulumi.jsonStringify({
          source: [source],
          "detail-type": [detailType],
          ...context.pattern(detailType),
        }),
      },
      { parent: this },
    );
    context.rules.set(detailType, rule);
    return rule;
  }
}

function rejectInvalidArgs(name: string, { to, source }: RuleToFunctionArgs): void {
  if (to.length === 0) {
    throw new pulumi.InputPropertyError({
      propertyPath: "to",
      reason: `RuleToFunction ${name}: to is empty, so the rule has no target. Pass at least one ServiceFunction.`,
    });
  }
  if (!source.startsWith("aircraft.")) {
    throw new pulumi.InputPropertyError({
      propertyPath: "source",
      reason: `RuleToFunction ${name}: source is "${source}". Use the source of the publishing service, e.g. "aircraft.payment".`,
    });
  }
}

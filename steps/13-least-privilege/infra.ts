import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { Changes, Context } from "../../infra/components/context.ts";
import type { Published } from "../../infra/components/service-function.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";

/** Restricts the permission to put events on the bus to the function's own events. */
export const changes: Changes = {
  functionArgs: (_name, { allow, publishes = [] }) => ({
    allow: allow.map((permission) =>
      permission.Action === "events:PutEvents" ? { ...permission, Condition: onlyOwn(publishes) } : permission,
    ),
  }),
};

function onlyOwn(events: readonly Published[]) {
  return {
    //#region 13.1 Let a function publish only its own events, as its own service
    StringEquals: {
      "events:source": events[0]!.source,
      "events:detail-type": events.map(({ name }) => name),
    },
    //#endregion
  };
}

/** Step 13: each role may do only what its function does, and only our publishers may put events on our bus. */
export default function leastPrivilege() {
  return {};
}

/** The bus policy knows the publishers of all steps. */
export function finish({ bus }: EventBusStep, context: Context): void {
  const publishers = context.functions.filter(({ publishes }) => publishes.length > 0);
  const roles = [...publishers.map(({ role }) => role.arn), ...context.publisherRoles];

  new aws.cloudwatch.EventBusPolicy("bus-policy", {
    eventBusName: bus.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "NobodyButOurPublishers",
          Effect: "Deny",
          Principal: "*",
          Action: "events:PutEvents",
          Resource: bus.arn,
          Condition: {
            //#region 13.2 Deny everyone but the publishers
            //- StringEquals: { "aws:PrincipalArn": "nobody" },
            StringNotEquals: { "aws:PrincipalArn": roles },
            //#endregion
            // EventBridge itself puts the events of a replay. It is a service, not one of these roles.
            Bool: { "aws:PrincipalIsAWSService": "false" },
          },
        },
      ],
    }),
  });
}

import * as aws from "@pulumi/aws";
import type { Context } from "../../infra/components/context.ts";
import { RuleToFunction } from "../../infra/components/rule-to-function.ts";
import { ServiceFunction } from "../../infra/components/service-function.ts";
import { pointsEarned } from "../../services/points/publishes.ts";
import type { EventBusStep } from "../01-event-bus/infra.ts";

/** Step 15: each ticket earns points, and enough points earn a reward. No other service changes. */
export default function points({ bus }: EventBusStep, context: Context) {
  const pointsTable = new aws.dynamodb.Table("points-table", {
    name: context.name("PointsTable"),
    billingMode: "PAY_PER_REQUEST",
    hashKey: "bookingId",
    rangeKey: "entry",
    attributes: [
      { name: "bookingId", type: "S" },
      { name: "entry", type: "S" },
    ],
  });

  const pointsEarn = new ServiceFunction("points-earn", {
    context,
    handler: "services/points/earn/earn.ts",
    environment: { TABLE_NAME: pointsTable.name, BUS_NAME: bus.name },
    allow: [
      { Action: ["dynamodb:PutItem", "dynamodb:GetItem", "dynamodb:UpdateItem"], Resource: pointsTable.arn },
      { Action: "events:PutEvents", Resource: bus.arn },
    ],
    publishes: [pointsEarned],
  });
  const pointsReward = new ServiceFunction("points-reward", {
    context,
    handler: "services/points/reward/reward.ts",
    environment: { TABLE_NAME: pointsTable.name },
    allow: [{ Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: pointsTable.arn }],
  });

  // Step 6 has a rule for this event. This adds a target to it.
  new RuleToFunction("points-ticket-issued", {
    context,
    bus,
    source: "aircraft.ticket",
    detailType: "TicketIssued",
    to: [pointsEarn],
  });
  new RuleToFunction("points-earned", {
    context,
    bus,
    source: "aircraft.points",
    detailType: "PointsEarned",
    to: [pointsReward],
  });

  return { outputs: { pointsTable: pointsTable.name } };
}

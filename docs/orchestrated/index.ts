import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { stateMachine } from "./state-machine.ts";
import { TaskFunction } from "./task-function.ts";

/** The same saga, orchestrated by a state machine. It is not part of the workshop's program, only a comparison. */
export default function orchestrated({ seatsPerFlight = 180 } = {}) {
  const bookings = table("orchestrated-bookings", "bookingId");
  const payments = table("orchestrated-payments", "bookingId", "paymentId");
  const seats = table("orchestrated-seats", "flightId");
  const tickets = table("orchestrated-tickets", "bookingId");
  const topic = new aws.sns.Topic("orchestrated-notifications");

  const write = "dynamodb:PutItem";
  const charge = new TaskFunction("charge", { table: payments, actions: [write, "dynamodb:GetItem"] });
  const refund = new TaskFunction("refund", { table: payments, actions: [write, "dynamodb:GetItem"] });
  const assignSeat = new TaskFunction("assign-seat", {
    table: seats,
    actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"],
    environment: { SEATS_PER_FLIGHT: String(seatsPerFlight) },
  });
  const releaseSeat = new TaskFunction("release-seat", {
    table: seats,
    actions: ["dynamodb:GetItem", "dynamodb:UpdateItem"],
  });
  const issueTicket = new TaskFunction("issue-ticket", { table: tickets, actions: [write, "dynamodb:GetItem"] });
  const refuseTicket = new TaskFunction("refuse-ticket", { table: tickets, actions: [write, "dynamodb:GetItem"] });
  const closeBooking = new TaskFunction("close-booking", { table: bookings, actions: [write] });
  const tellCustomer = new TaskFunction("tell-customer", { topic });

  const tasks = { charge, assignSeat, issueTicket, refuseTicket, releaseSeat, refund, closeBooking, tellCustomer };
  const arns = Object.fromEntries(Object.entries(tasks).map(([name, task]) => [name, task.function.arn]));

  const role = new aws.iam.Role("orchestrated-conductor", {
    assumeRolePolicy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "states.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  const policy = new aws.iam.RolePolicy("orchestrated-conductor-policy", {
    role: role.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      // The orchestrator knows every service; no service knows another, or the orchestrator.
      Statement: [{ Effect: "Allow", Action: "lambda:InvokeFunction", Resource: Object.values(arns) }],
    }),
  });
  const machine = new aws.sfn.StateMachine(
    "orchestrated-booking",
    { roleArn: role.arn, type: "STANDARD", definition: pulumi.jsonStringify(stateMachine(arns)) },
    { dependsOn: policy },
  );
  return { stateMachineArn: machine.arn };
}

function table(name: string, hashKey: string, rangeKey?: string): aws.dynamodb.Table {
  const keys = rangeKey ? [hashKey, rangeKey] : [hashKey];
  return new aws.dynamodb.Table(name, {
    billingMode: "PAY_PER_REQUEST",
    hashKey,
    rangeKey,
    attributes: keys.map((key) => ({ name: key, type: "S" })),
  });
}

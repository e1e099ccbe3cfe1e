import { fileURLToPath } from "node:url";
import { marked, type PropertyMap } from "../../property-values/values.ts";

const handlerFolder = fileURLToPath(new URL("../../fixtures/handler", import.meta.url));

export const code = (hash: string) => marked("archive", { path: handlerFolder, hash });
export const policy = (statement: object) => JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
const trust = (Service: string) => policy({ Effect: "Allow", Principal: { Service }, Action: "sts:AssumeRole" });
export const lambdaTrust = trust("lambda.amazonaws.com");
export const accountArn = (service: string, resource: string) =>
  `arn:aws:${service}:us-east-1:000000000000:${resource}`;
export const functionArn = accountArn("lambda", "function:charge");
export const queueArn = accountArn("sqs", "dead-letters");

export const bus: [string, PropertyMap] = ["aws:cloudwatch/eventBus:EventBus", { name: "AircraftBookingBus" }];
export const rule: [string, PropertyMap] = [
  "aws:cloudwatch/eventRule:EventRule",
  { name: "BookingCreatedRule", eventBusName: "AircraftBookingBus", eventPattern: '{"source":["aircraft.booking"]}' },
];
export const role: [string, PropertyMap] = ["aws:iam/role:Role", { name: "charge", assumeRolePolicy: lambdaTrust }];
export const schedulerRole: [string, PropertyMap] = [
  "aws:iam/role:Role",
  { name: "scheduler", assumeRolePolicy: trust("scheduler.amazonaws.com") },
];
export const charge: [string, PropertyMap] = [
  "aws:lambda/function:Function",
  {
    name: "charge",
    code: code("1"),
    role: "arn:aws:iam::000000000000:role/charge",
    runtime: "nodejs24.x",
    handler: "index.handler",
    architectures: ["arm64"],
  },
];
export const topic: [string, PropertyMap] = ["aws:sns/topic:Topic", { name: "notifications" }];
export const queue: [string, PropertyMap] = ["aws:sqs/queue:Queue", { name: "dead-letters" }];
export const group: [string, PropertyMap] = ["aws:cloudwatch/logGroup:LogGroup", { name: "/aws/events/all" }];

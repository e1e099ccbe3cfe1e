import { CreateRoleCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { CreateScheduleCommand, type CreateScheduleCommandInput, type Target } from "@aws-sdk/client-scheduler";
import type { TestCloud } from "../../testing/index.ts";

/** Fixtures for Scheduler's tests: an execution role, and schedules. The queues are those of EventBridge's tests. */

export const roleArn = "arn:aws:iam::000000000000:role/scheduler";
export const minute = 60_000;
export const hour = 60 * minute;

interface RoleOptions {
  name?: string;
  /** Default: it may do everything. */
  allow?: string[];
  /** Default: it trusts Scheduler. */
  service?: string;
  condition?: object;
}

/** Creates an execution role; returns its ARN. */
export async function makeRole(cloud: TestCloud, options: RoleOptions = {}): Promise<string> {
  const { name = "scheduler", allow = ["*"], service = "scheduler.amazonaws.com", condition } = options;
  const trust = {
    Effect: "Allow",
    Principal: { Service: service },
    Action: "sts:AssumeRole",
    ...(condition && { Condition: condition }),
  };
  const { Role } = await cloud.iam.send(
    new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: document(trust) }),
  );
  await allowRole(cloud, allow, name);
  return Role!.Arn!;
}

/** Replaces what the role may do. */
export async function allowRole(cloud: TestCloud, allow: string[], name = "scheduler"): Promise<void> {
  const Effect = allow.length > 0 ? "Allow" : "Deny";
  const PolicyDocument = document({ Effect, Action: allow.length > 0 ? allow : "*", Resource: "*" });
  await cloud.iam.send(new PutRolePolicyCommand({ RoleName: name, PolicyName: "permissions", PolicyDocument }));
}

/** The input of a schedule that runs every minute. */
export function scheduleInput(
  target: Partial<Target> & { Arn: string },
  changes: Partial<CreateScheduleCommandInput> = {},
): CreateScheduleCommandInput {
  return {
    Name: "tick",
    ScheduleExpression: "rate(1 minute)",
    FlexibleTimeWindow: { Mode: "OFF" },
    Target: { RoleArn: roleArn, ...target },
    ...changes,
  };
}

export function makeSchedule(cloud: TestCloud, ...input: Parameters<typeof scheduleInput>) {
  return cloud.scheduler.send(new CreateScheduleCommand(scheduleInput(...input)));
}

function document(statement: object): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: [statement] });
}

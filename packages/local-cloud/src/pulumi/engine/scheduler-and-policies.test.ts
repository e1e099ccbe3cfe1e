import { UpdateScheduleCommand } from "@aws-sdk/client-scheduler";
import * as aws from "@pulumi/aws";
import { expect, test } from "vitest";
import { bodiesIn } from "../../services/eventbridge/test-support.ts";
import { failureOf, operationsOf, useStackHarness } from "./test-support.ts";

const harness = useStackHarness();
const minute = 60_000;

interface Changes {
  expression?: string;
  actions?: string[];
  retryPolicy?: aws.types.input.scheduler.ScheduleTargetRetryPolicy;
}

/** A program with a schedule that may do to its target what a managed policy allows. */
function tickProgram({ expression = "rate(1 minute)", actions = ["sqs:SendMessage"], retryPolicy }: Changes = {}) {
  return () => {
    const queue = new aws.sqs.Queue("inbox", { name: "inbox" });
    const role = new aws.iam.Role("scheduler", {
      name: "scheduler",
      assumeRolePolicy: {
        Version: "2012-10-17",
        Statement: [{ Effect: "Allow", Principal: { Service: "scheduler.amazonaws.com" }, Action: "sts:AssumeRole" }],
      },
    });
    const document = aws.iam.getPolicyDocumentOutput({ statements: [{ actions, resources: [queue.arn] }] });
    const policy = new aws.iam.Policy("send", { name: "send", policy: document.json });
    const attachment = new aws.iam.RolePolicyAttachment("may-send", { role: role.name, policyArn: policy.arn });
    const group = new aws.scheduler.ScheduleGroup("bookings", { name: "bookings" });
    const schedule = new aws.scheduler.Schedule(
      "tick",
      {
        name: "tick",
        groupName: group.name,
        scheduleExpression: expression,
        flexibleTimeWindow: { mode: "OFF" },
        target: { arn: queue.arn, roleArn: role.arn, input: "tick", ...(retryPolicy && { retryPolicy }) },
      },
      { dependsOn: [attachment] },
    );
    return { scheduleArn: schedule.arn, policyArn: policy.arn };
  };
}

const seen = async () => (await bodiesIn(harness.cloud, "inbox")).length;
const versions = async () => {
  const PolicyArn = "arn:aws:iam::000000000000:policy/send";
  const { Versions } = await harness.byHand("iam", "ListPolicyVersions", { PolicyArn });
  return (Versions as { VersionId: string; IsDefaultVersion: boolean }[]).map(
    ({ VersionId, IsDefaultVersion }) => `${VersionId}${IsDefaultVersion ? " default" : ""}`,
  );
};

test("a deployed schedule runs, with what its role's managed policy allows", async () => {
  const stack = harness.open();
  const deployed = await stack.up(tickProgram());

  expect(deployed.outputs).toEqual({
    scheduleArn: "arn:aws:scheduler:us-east-1:000000000000:schedule/bookings/tick",
    policyArn: "arn:aws:iam::000000000000:policy/send",
  });
  await harness.cloud.clock.advance(2 * minute);
  expect(await seen()).toBe(3);

  await stack.up(tickProgram({ actions: ["sqs:ReceiveMessage"] }));
  await harness.cloud.clock.advance(minute);
  expect(await seen()).toBe(0);
  expect(await versions()).toEqual(["v2 default", "v1"]);

  await stack.destroy();
  await harness.cloud.clock.advance(minute);
  expect(stack.resources).toEqual([]);
});

test("the same program changes nothing, also after a refresh", async () => {
  const stack = harness.open();
  await stack.up(tickProgram());

  await stack.refresh();

  expect((await stack.up(tickProgram())).summary).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
});

test("a fifth change of a policy deletes its oldest version", async () => {
  const stack = harness.open();
  for (const action of ["A", "B", "C", "D", "E", "F"]) await stack.up(tickProgram({ actions: [`sqs:${action}`] }));

  expect(await versions()).toEqual(["v6 default", "v5", "v4", "v3", "v2"]);
});

test("a changed expression updates the schedule; a retry policy that is left out again changes nothing", async () => {
  const stack = harness.open();
  await stack.up(tickProgram());

  const hourly = { expression: "rate(1 hour)", retryPolicy: { maximumRetryAttempts: 3 } };
  expect(operationsOf(await stack.up(tickProgram(hourly)))).toMatchObject({ tick: "update" });
  expect(operationsOf(await stack.up(tickProgram({ expression: "rate(1 hour)" })))).toMatchObject({ tick: "same" });
});

test("a schedule changed by hand is drift", async () => {
  const stack = harness.open();
  await stack.up(tickProgram());
  await harness.cloud.scheduler.send(
    new UpdateScheduleCommand({
      Name: "tick",
      GroupName: "bookings",
      ScheduleExpression: "rate(1 minute)",
      State: "DISABLED",
      FlexibleTimeWindow: { Mode: "OFF" },
      Target: {
        Arn: "arn:aws:sqs:us-east-1:000000000000:inbox",
        RoleArn: "arn:aws:iam::000000000000:role/scheduler",
        Input: "tick",
      },
    }),
  );

  await stack.refresh();

  const plan = await stack.preview(tickProgram());
  expect(plan.resources.find(({ name }) => name === "tick")).toMatchObject({
    op: "update",
    diffs: [{ path: "state", old: "DISABLED" }],
  });
});

test("what the local cloud does not support is refused by name before anything is created", async () => {
  const target = { arn: "arn:aws:sqs:us-east-1:000000000000:q", roleArn: "arn:aws:iam::000000000000:role/r" };
  const program = (more: object) => () =>
    void new aws.scheduler.Schedule("tick", {
      scheduleExpression: "rate(1 minute)",
      flexibleTimeWindow: { mode: "OFF" },
      target,
      ...more,
    });
  const stack = harness.open();

  const key = await failureOf(stack.up(program({ kmsKeyArn: "arn:aws:kms:us-east-1:000000000000:key/k" })));
  const kinesis = await failureOf(
    stack.up(program({ target: { ...target, kinesisParameters: { partitionKey: "k" } } })),
  );
  const date = await failureOf(stack.up(program({ startDate: "tomorrow" })));

  expect(key.message).toContain("kmsKeyArn");
  expect(kinesis.message).toContain("target.kinesisParameters");
  expect(date.message).toContain("expected a time such as 2026-01-31T12:00:00Z");
});

import { PutRuleCommand, RemoveTargetsCommand } from "@aws-sdk/client-eventbridge";
import { PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { GetPolicyCommand, RemovePermissionCommand, UpdateFunctionUrlConfigCommand } from "@aws-sdk/client-lambda";
import { ListSubscriptionsCommand, UnsubscribeCommand } from "@aws-sdk/client-sns";
import { SetQueueAttributesCommand } from "@aws-sdk/client-sqs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { steps } from "../../../../steps/index.ts";
import { sharedCloud } from "../../../../test/support/local-stack.ts";
import { type LiveAccount, openAccount } from "./account.ts";
import { checkStep } from "./check-step.ts";
import type { LiveFinding } from "./finding.ts";
import { IntendedProgram } from "./intended-program.ts";

const deployed = steps.list.length;
const stack = sharedCloud({ step: deployed });
const rule = { EventBusName: "AircraftBookingBus" };
let account: LiveAccount;
let program: IntendedProgram;

beforeAll(async () => {
  program = new IntendedProgram("");
  await program.at(deployed);
  const { region, endpoint, credentials } = { ...stack.cloud, region: stack.cloud.account.region };
  const { busName, eventLogGroup, bookingUrl, inboxUrl } = stack.outputs as Record<string, string>;
  account = await openAccount({
    isLocal: true,
    client: { region, endpoint, credentials },
    outputs: {
      step: deployed,
      region,
      busName: busName!,
      eventLogGroup: eventLogGroup!,
      bookingUrl,
      inboxUrl,
      tables: [],
    },
  });
});

afterAll(() => program[Symbol.dispose]());

describe("the original program", () => {
  test.each(steps.list.map((_, index) => index + 1))("passes step %i", async (step) => {
    const findings = await check(step);

    expect(findings.filter(({ outcome }) => outcome !== "passed")).toEqual([]);
    expect(findings.length).toBeGreaterThanOrEqual(2);
  });
});

describe("finds", () => {
  test("a pattern that matches no event", async () => {
    const EventPattern = JSON.stringify({ source: ["aircraft.seat-assignment"], detailType: ["SeatAssigned"] });
    await account.events.send(new PutRuleCommand({ ...rule, Name: "SeatAssignedRule", EventPattern }));

    expect(await wrong(5)).toMatchObject([
      { what: "SeatAssignedRule on AircraftBookingBus matches SeatAssigned", seen: EventPattern },
    ]);
  });

  test("a rule without a target", async () => {
    await account.events.send(
      new RemoveTargetsCommand({ ...rule, Rule: "PaymentConfirmedRule", Ids: ["seat-assign"] }),
    );

    expect(await wrong(4)).toMatchObject([
      { what: "PaymentConfirmedRule has seat-assign as a target", seen: "no target" },
    ]);
  });

  test("a target without permission, and a role that allows too much", async () => {
    const FunctionName = "payment-charge";
    const { Policy = "" } = await account.lambda.send(new GetPolicyCommand({ FunctionName }));
    const [{ Sid: StatementId }] = JSON.parse(Policy).Statement;
    await account.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
    const Statement = { Effect: "Allow", Action: ["dynamodb:*", "events:PutEvents"], Resource: "*" };
    const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
    await account.iam.send(new PutRolePolicyCommand({ RoleName: FunctionName, PolicyName: "more", PolicyDocument }));

    expect(await wrong(3)).toMatchObject([
      {
        what: expect.stringContaining("the role of payment-charge"),
        seen: expect.stringContaining("on every resource"),
      },
      {
        what: "payment-charge lets BookingCreatedRule invoke it",
        seen: expect.stringContaining("no rule may invoke it"),
        expected: "arn:aws:events:us-east-1:000000000000:rule/AircraftBookingBus/BookingCreatedRule",
        fix: expect.stringContaining("sourceArn"),
      },
    ]);
  });

  test("a URL without authorization", async () => {
    await account.lambda.send(new UpdateFunctionUrlConfigCommand({ FunctionName: "booking-api", AuthType: "NONE" }));

    expect(await wrong(2)).toMatchObject([{ seen: "NONE", expected: "AWS_IAM" }]);
  });

  test("an inbox without a policy and without a subscription", async () => {
    const QueueUrl = stack.outputs.inboxUrl;
    await account.sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: "" } }));
    const { Subscriptions = [] } = await account.sns.send(new ListSubscriptionsCommand({}));
    await account.sns.send(new UnsubscribeCommand({ SubscriptionArn: Subscriptions[0]?.SubscriptionArn }));

    expect((await wrong(6)).map(({ seen }) => seen)).toEqual(["no subscription", "no topic may send"]);
  });

  test("a rule on the default bus", async () => {
    const EventPattern = JSON.stringify({ source: [{ prefix: "" }] });
    await account.events.send(new PutRuleCommand({ Name: "EveryEventRule", EventPattern }));
    const findings = await wrongOn(account, 1, "nowhere");

    expect(findings.map(({ seen }) => seen)).toContain("no such bus");
    expect(findings.map(({ seen }) => seen)).toContain("it is on the default bus");
  });
});

async function wrong(step: number): Promise<LiveFinding[]> {
  return (await check(step)).filter(({ outcome }) => outcome !== "passed");
}

/** As if our bus had this name. */
async function wrongOn(on: LiveAccount, step: number, bus: string): Promise<LiveFinding[]> {
  const name = (text: string) => (text === "AircraftBookingBus" ? bus : text);
  return (await checkStep({ ...on, name }, step, program)).filter(({ outcome }) => outcome !== "passed");
}

/** Advances the virtual clock while the check waits for events. */
async function check(step: number): Promise<LiveFinding[]> {
  let isDone = false;
  const checking = checkStep(account, step, program).finally(() => {
    isDone = true;
  });
  while (!isDone) {
    await stack.settle();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return await checking;
}

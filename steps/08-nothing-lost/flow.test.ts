import { DescribeAlarmsCommand } from "@aws-sdk/client-cloudwatch";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetRolePolicyCommand, ListRolePoliciesCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { AddPermissionCommand, GetPolicyCommand, InvokeCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
  SetQueueAttributesCommand,
} from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 8 });

const minute = 60_000;
const hour = 60 * minute;

test("the deployed step books as before, and leaves every failure queue empty", async () => {
  await book("B100");

  expect(await stateOf("B100")).toBe("TICKETED");
  expect(await alarms()).toEqual([]);
});

test("keeps an event whose target lacks a permission, and names the rule and the target", async () => {
  const restore = await removePermission("ticket-issue");
  await book("B200");
  const letter = await take("seat-assigned-ticket-issue-undelivered");

  expect(await stack.eventNames("B200")).toEqual(["BookingCreated", "PaymentConfirmed", "SeatAssigned"]);
  expect(JSON.parse(letter.Body!)).toMatchObject({ "detail-type": "SeatAssigned", detail: { bookingId: "B200" } });
  expect(attributesOf(letter)).toMatchObject({
    RULE_ARN: "arn:aws:events:us-east-1:000000000000:rule/AircraftBookingBus/SeatAssignedRule",
    TARGET_ARN: "arn:aws:lambda:us-east-1:000000000000:function:ticket-issue",
    ERROR_CODE: "NO_PERMISSIONS",
    RETRY_ATTEMPTS: "0",
  });
  await restore();
});

test("keeps an event after an hour of retries at a throttled target", async () => {
  const fault = stack.cloud.faults.add({ kind: "throttle", call: "lambda.Invoke", rule: "PaymentConfirmedRule" });
  await book("B300");
  stack.cloud.faults.remove(fault.id);

  const letter = await take("payment-confirmed-seat-assign-undelivered");

  expect(attributesOf(letter)).toMatchObject({
    ERROR_CODE: "THROTTLING",
    EXHAUSTED_RETRY_CONDITION: "MaximumEventAgeInSeconds",
  });
  expect(Number(attributesOf(letter).RETRY_ATTEMPTS)).toBeGreaterThan(10);
});

test("parks an event that can never be handled at once, with the reason", async () => {
  await publish("BookingCreated", { bookingId: "B400", amount: "three hundred" });
  await stack.settle();

  const letter = JSON.parse((await take("payment-charge-failed")).Body!);

  expect(letter.requestPayload).toMatchObject({ "detail-type": "BookingCreated", detail: { bookingId: "B400" } });
  expect(letter.requestContext).toMatchObject({ condition: "PermanentFailure", approximateInvokeCount: 1 });
  expect(letter.responsePayload.errorMessage).toMatch(
    /BookingCreated .* breaks its contract: .*amount: expected number/,
  );
});

test("keeps an event that a function fails on in the function's own queue after two retries", async () => {
  const fault = stack.cloud.faults.add({ kind: "refuse", call: "dynamodb.PutItem", function: "payment-charge" });
  await book("B450");
  stack.cloud.faults.remove(fault.id);

  const letter = JSON.parse((await take("payment-charge-failed")).Body!);

  expect(letter.requestPayload).toMatchObject({ "detail-type": "BookingCreated", detail: { bookingId: "B450" } });
  expect(letter.requestContext).toMatchObject({ condition: "RetriesExhausted", approximateInvokeCount: 3 });
});

test("raises an alarm if an event can be neither delivered nor kept", async () => {
  const restore = await removePermission("ticket-issue");
  const { sqs } = stack.cloud;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName: "seat-assigned-ticket-issue-undelivered" }));
  const { Attributes } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["Policy"] }));
  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { Policy: "" } }));
  await stack.book({ ...exampleBooking, bookingId: "B460" });
  await stack.clock.advance(5 * minute);

  expect(await alarms()).toEqual(["seat-assigned-ticket-issue-lost"]);

  await sqs.send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  await restore();
  await stack.clock.advance(hour);
  expect(await alarms(), "an hour later it is off again").toEqual([]);
});

test("raises an alarm if a function can neither handle an event nor park it nor keep it", async () => {
  const restore = await removeRight("payment-charge", "sqs:SendMessage");
  await publish("BookingCreated", { bookingId: "B470" });
  await stack.clock.advance(10 * minute);

  expect(await alarms()).toEqual(["payment-charge-lost"]);

  await restore();
  await stack.clock.advance(hour);
});

test("raises one alarm for each queue that has a message", async () => {
  const restore = await removePermission("seat-assign");
  await stack.book({ ...exampleBooking, bookingId: "B500" });
  await publish("BookingCreated", { bookingId: "B501" });
  await stack.clock.advance(5 * minute);

  const first = ["payment-charge-failed", "payment-confirmed-seat-assign-undelivered"];
  expect(await alarms()).toEqual(first);

  await stack.clock.advance(25 * hour);
  expect(await alarms(), "nobody has looked for a day").toEqual(first.flatMap((name) => [name, `${name}-age`]));

  await restore();
  await take("payment-charge-failed");
  await take("payment-confirmed-seat-assign-undelivered");
  await stack.clock.advance(5 * minute);
  expect(await alarms(), "the queues are empty again").toEqual([]);
});

test("continues from where it stopped after the event is redriven to that one target", async () => {
  const restore = await removePermission("notification-send");
  await book("B600");
  const letter = await take("ticket-issued-notification-send-undelivered");
  await restore();
  expect(await stateOf("B600"), "the other target, booking-track, received the event").toBe("TICKETED");

  await stack.cloud.lambda.send(
    new InvokeCommand({
      FunctionName: "notification-send",
      InvocationType: "Event",
      Payload: Buffer.from(letter.Body!),
    }),
  );
  await stack.settle();

  expect((await stack.inbox()).filter((text) => text.includes("B600"))).toHaveLength(1);
  expect((await stack.eventNames("B600")).filter((name) => name === "TicketIssued")).toHaveLength(1);
});

async function book(bookingId: string): Promise<void> {
  await stack.book({ ...exampleBooking, bookingId });
  await stack.settle();
}

async function stateOf(bookingId: string): Promise<unknown> {
  return (await stack.getBooking(bookingId)).body.status;
}

/** Puts an event of Booking on the bus with any detail, valid or not. */
async function publish(DetailType: string, detail: object): Promise<void> {
  const entry = { Source: "aircraft.booking", DetailType, Detail: JSON.stringify(detail) };
  await stack.cloud.events.send(new PutEventsCommand({ Entries: [{ EventBusName: stack.outputs.busName, ...entry }] }));
}

/** Removes the statements that let rules invoke a function. @returns a function that restores them */
async function removePermission(FunctionName: string): Promise<() => Promise<void>> {
  const { lambda } = stack.cloud;
  const { Policy } = await lambda.send(new GetPolicyCommand({ FunctionName }));
  const statements: Granted[] = JSON.parse(Policy!).Statement;
  for (const { Sid } of statements) await lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: Sid }));
  return async () => {
    for (const { Sid, Action, Principal, Condition } of statements) {
      const SourceArn = Condition.ArnLike["AWS:SourceArn"];
      await lambda.send(
        new AddPermissionCommand({ FunctionName, StatementId: Sid, Action, Principal: Principal.Service, SourceArn }),
      );
    }
  };
}

/** Removes an action from the policy of a function's role. @returns a function that restores it */
async function removeRight(RoleName: string, action: string): Promise<() => Promise<unknown>> {
  const { iam } = stack.cloud;
  const { PolicyNames } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
  const PolicyName = PolicyNames![0]!;
  const stored = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
  const PolicyDocument = decodeURIComponent(stored.PolicyDocument!);
  const policy = JSON.parse(PolicyDocument);
  policy.Statement = policy.Statement.filter(({ Action }: { Action: unknown }) => Action !== action);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument: JSON.stringify(policy) }));
  return () => iam.send(new PutRolePolicyCommand({ RoleName, PolicyName, PolicyDocument }));
}

interface Granted {
  Sid: string;
  Action: string;
  Principal: { Service: string };
  Condition: { ArnLike: { "AWS:SourceArn": string } };
}

/** Receives and deletes the only message in a queue. */
async function take(QueueName: string): Promise<Message> {
  const { sqs } = stack.cloud;
  const { QueueUrl } = await sqs.send(new GetQueueUrlCommand({ QueueName }));
  const { Messages = [] } = await sqs.send(
    new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, MessageAttributeNames: ["All"] }),
  );
  expect(Messages, QueueName).toHaveLength(1);
  await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: Messages[0]!.ReceiptHandle }));
  return Messages[0]!;
}

function attributesOf(message: Message): Record<string, string | undefined> {
  const attributes = Object.entries(message.MessageAttributes ?? {});
  return Object.fromEntries(attributes.map(([name, { StringValue }]) => [name, StringValue]));
}

/** The names of the alarms in state ALARM. */
async function alarms(): Promise<string[]> {
  const { MetricAlarms = [] } = await stack.cloud.cloudwatch.send(new DescribeAlarmsCommand({ StateValue: "ALARM" }));
  return MetricAlarms.map(({ AlarmName }) => AlarmName!).sort();
}

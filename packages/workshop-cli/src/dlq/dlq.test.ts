import { stripVTControlCharacters } from "node:util";
import { PutEventsCommand } from "@aws-sdk/client-eventbridge";
import {
  AddPermissionCommand,
  GetPolicyCommand,
  ListFunctionsCommand,
  RemovePermissionCommand,
} from "@aws-sdk/client-lambda";
import { SendMessageCommand } from "@aws-sdk/client-sqs";
import { expect, test } from "vitest";
import { event } from "../../../../test/support/events.ts";
import { exampleBooking, sharedCloud } from "../../../../test/support/local-stack.ts";
import { describeFailedList } from "./describe.ts";
import { Failures } from "./test-support.ts";

const stack = sharedCloud({ step: 8 });
const failures = new Failures(stack);

test("finds the failure queue of each target and each function", async () => {
  const { Functions = [] } = await stack.cloud.lambda.send(new ListFunctionsCommand({}));
  const invokedByRules = Functions.map(({ FunctionName }) => FunctionName).filter((name) => name !== "booking-api");
  const names = failures.queues.map(({ layer, arn }) => `${layer} ${arn.split(":").at(-1)}`);

  expect(names).toContain("target booking-created-undelivered");
  expect(names).toContain("function payment-charge-failed");
  expect(names.filter((name) => name.startsWith("function")).sort()).toEqual(
    invokedByRules.map((name) => `function ${name}-failed`).sort(),
  );
});

test("distinguishes events that EventBridge could not deliver from those that a handler failed on", async () => {
  const restorePermission = await removePermission("notification-send");
  await put("B1");
  await restorePermission();
  await putFailing("B2");

  const failed = await failures.look();

  expect(failed).toMatchObject([
    {
      layer: "target",
      cause: "NO_PERMISSIONS",
      target: "notification-send",
      rule: "BookingCancelledRule",
      attempts: 1,
    },
    { layer: "function", cause: "RetriesExhausted", target: "notification-send", attempts: 3 },
  ]);
  expect(describeFailedList(failed).map(stripVTControlCharacters).join("\n")).toMatch(
    /target layer\): 1\n {2}notification-send: NO_PERMISSIONS\n .* 1 {2}BookingCancelled {2}B1 .*\n.*function layer\): 1\n/,
  );
  await failures.empty();
});

test("puts messages back after reading them, so that the next reader sees them too", async () => {
  await putFailing("B3");

  expect(await failures.look()).toHaveLength(1);
  expect(await failures.look()).toHaveLength(1);
  await failures.empty();
});

test("invokes only the event's target again, deletes the message, and reports success", async () => {
  const restorePermission = await removePermission("seat-assign");
  await stack.book({ ...exampleBooking, bookingId: "B4" });
  await stack.settle();
  await restorePermission();

  const [redriven] = await failures.redriveAll();

  expect(redriven).toMatchObject({ kind: "done", failed: { target: "seat-assign" } });
  expect(await failures.look()).toEqual([]);
  expect(await stack.eventNames("B4"), "only seat-assign gets its event again").toEqual([
    "BookingCreated",
    "PaymentConfirmed",
    "SeatAssigned",
    "TicketIssued",
  ]);
});

test("keeps the message of an event that Lambda does not accept", async () => {
  await putFailing("B5");

  const [redriven] = await failures.redriveAll({
    ...failures.clients,
    lambda: {
      send: () => Promise.reject(Object.assign(new Error("not you"), { name: "AccessDeniedException" })),
    } as never,
  });

  expect(redriven).toMatchObject({ kind: "kept", error: "AccessDeniedException: not you" });
  expect(await failures.look()).toHaveLength(1);
  await failures.empty();
});

test("reports the error of an invocation that fails again, and the event comes back", async () => {
  await putFailing("B6");
  failNotifications();

  const [redriven] = await failures.redriveAll();

  expect(redriven).toMatchObject({ kind: "failed", error: expect.stringContaining("ServiceUnavailable") });
  await stack.settle();
  stack.cloud.faults.clear();
  expect(await failures.look()).toMatchObject([{ event: { detail: { bookingId: "B6" } } }]);
  await failures.empty();
});

test("lists a message that is not a failed event, and leaves it in its queue", async () => {
  await stack.cloud.sqs.send(new SendMessageCommand({ QueueUrl: failures.queues[0]!.url, MessageBody: "hello" }));

  const [redriven] = await failures.redriveAll();

  expect(redriven).toMatchObject({ kind: "kept", failed: { cause: "unknown" } });
  expect(await failures.look()).toHaveLength(1);
  await failures.empty();
});

test("redrives a hundred events", async () => {
  const restorePermission = await removePermission("notification-send");
  await put(...Array.from({ length: 100 }, (_, index) => `B1${index}`));
  await restorePermission();

  const redriven = await failures.redriveAll();

  expect(redriven.map(({ kind }) => kind)).toEqual(Array.from({ length: 100 }, () => "done"));
  expect(await failures.look()).toEqual([]);
});

/** Puts BookingCancelled, which goes to notification-send and causes no further events. */
async function put(...bookingIds: string[]): Promise<void> {
  await putAll(bookingIds.map((bookingId) => ({ ...(event("BookingCancelled").detail as object), bookingId })));
}

/** Puts an event that the handler fails on, for a reason that passes. */
async function putFailing(bookingId: string): Promise<void> {
  failNotifications();
  await put(bookingId);
  stack.cloud.faults.clear();
}

function failNotifications(): void {
  stack.cloud.faults.add({ kind: "refuse", call: "sns.Publish", function: "notification-send" });
}

async function putAll(details: object[]): Promise<void> {
  for (let start = 0; start < details.length; start += 10) {
    const Entries = details.slice(start, start + 10).map((detail) => ({
      EventBusName: "AircraftBookingBus",
      Source: "aircraft.booking",
      DetailType: "BookingCancelled",
      Detail: JSON.stringify(detail),
    }));
    await stack.cloud.events.send(new PutEventsCommand({ Entries }));
  }
  await stack.settle();
}

/** Removes EventBridge's permission to invoke a function. Returns a function that adds it again. */
async function removePermission(FunctionName: string): Promise<() => Promise<void>> {
  const { Policy } = await stack.cloud.lambda.send(new GetPolicyCommand({ FunctionName }));
  const statements: { Sid: string; Condition: { ArnLike: { "AWS:SourceArn": string } } }[] = JSON.parse(
    Policy!,
  ).Statement;
  for (const { Sid } of statements) {
    await stack.cloud.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId: Sid }));
  }
  return async () => {
    for (const { Sid, Condition } of statements) {
      await stack.cloud.lambda.send(
        new AddPermissionCommand({
          FunctionName,
          StatementId: Sid,
          Action: "lambda:InvokeFunction",
          Principal: "events.amazonaws.com",
          SourceArn: Condition.ArnLike["AWS:SourceArn"],
        }),
      );
    }
  };
}

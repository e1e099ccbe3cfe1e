import { GetPolicyCommand, RemovePermissionCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 3 });

const silence =
  "BookingCreated is on the bus, but the payment function never ran. Check the permission: EventBridge needs " +
  "an aws.lambda.Permission for events.amazonaws.com whose sourceArn is the rule's ARN";

test("3.2 delivers the event to the payment function", async () => {
  await stack.book();
  await stack.settle();

  expect(await stack.items("PaymentTable"), silence).toMatchObject([{ ...exampleBooking, status: "SUCCESS" }]);
  expect(await stack.eventNames("B123")).toEqual(["BookingCreated", "PaymentConfirmed"]);
});

test("names the event and the request that caused a payment", async () => {
  await stack.book({ ...exampleBooking, bookingId: "B31" });
  await stack.settle();

  const [created, confirmed] = await stack.events("B31");
  expect(confirmed?.detail.metadata, silence).toMatchObject({
    causationId: created?.detail.metadata?.eventId,
    correlationId: created?.detail.metadata?.correlationId,
  });
});

test("publishes a failed payment, but nothing consumes it yet: the booking stays REQUESTED", async () => {
  await stack.book({ ...exampleBooking, bookingId: "B32", amount: 1200 });
  await stack.settle();

  expect(await stack.eventNames("B32"), silence).toEqual(["BookingCreated", "PaymentFailed"]);
  expect((await stack.getBooking("B32")).body).toMatchObject({ status: "REQUESTED" });
});

test("without the permission nothing fails visibly: the caller gets 202, the event is on the bus, and nothing follows", async () => {
  await removePermissions("payment-charge");

  const answer = await stack.book({ ...exampleBooking, bookingId: "B33" });
  await stack.settle();

  expect(answer.status).toBe(202);
  expect(await stack.eventNames("B33")).toEqual(["BookingCreated"]);
  expect((await stack.items("PaymentTable")).map(({ bookingId }) => bookingId)).not.toContain("B33");
});

async function removePermissions(FunctionName: string) {
  const { Policy = '{"Statement":[]}' } = await stack.cloud.lambda
    .send(new GetPolicyCommand({ FunctionName }))
    .catch(() => ({ Policy: undefined }));
  for (const { Sid: StatementId } of JSON.parse(Policy).Statement) {
    await stack.cloud.lambda.send(new RemovePermissionCommand({ FunctionName, StatementId }));
  }
}

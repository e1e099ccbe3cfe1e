import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 2 });

test("2.1 lets the booking function store and publish a booking", async () => {
  const { answer, log } = await runBookingApi({ ...exampleBooking, bookingId: "B21" });

  expect(answer, `booking-api failed because its role does not allow what the handler does: ${log}`).toMatchObject({
    statusCode: 202,
  });
  expect(await stack.items("BookingTable")).toContainEqual(
    expect.objectContaining({ bookingId: "B21", status: "REQUESTED" }),
  );
  expect(await stack.eventNames("B21")).toEqual(["BookingCreated"]);
});

test("2.2 writes the function's log to its log group", async () => {
  await runBookingApi({ ...exampleBooking, bookingId: "B22" });

  const { events = [] } = await stack.cloud.logs.send(
    new FilterLogEventsCommand({ logGroupName: "/aws/lambda/booking-api" }),
  );
  expect(
    events.length,
    "the log group /aws/lambda/booking-api is empty: allow logs:CreateLogStream and logs:PutLogEvents on its ARN followed by :*",
  ).toBeGreaterThan(0);
});

test("2.3 accepts a signed request, and no other", async () => {
  const unsigned = await stack.cloud.track((headers) => fetch(`${stack.outputs.bookingUrl}bookings/B23`, { headers }));
  const signed = await stack.getBooking("B23");

  expect(unsigned.status, "a request without a signature was accepted: set authorizationType in booking-url").toBe(403);
  expect(
    signed.status,
    'a signed request was rejected: with "NONE" the URL does not identify the caller; use "AWS_IAM"',
  ).not.toBe(403);
});

test("2.4 fails if the bus rejects the event, although PutEvents answers 200", async () => {
  await denyBookingCreated();
  const { failed } = await runBookingApi({ ...exampleBooking, bookingId: "B24" });
  await allowBookingCreated();

  expect(await stack.eventNames("B24")).toEqual([]);
  expect(failed, "the event is lost, but the caller got a success: check answer.Entries in publish.ts").toBe(true);
});

test("answers a repeated booking and publishes it once; answers 409 to a different one with the same id", async () => {
  const booking = { ...exampleBooking, bookingId: "B25" };

  const answers = [await stack.book(booking), await stack.book(booking), await stack.book({ ...booking, amount: 1 })];
  await stack.settle();

  expect(answers.map(({ status }) => status)).toEqual([202, 202, 409]);
  expect(await stack.eventNames("B25")).toEqual(["BookingCreated"]);
});

test("lists the invalid fields of a request, and does nothing", async () => {
  const answer = await stack.book({ bookingId: "B26", amount: "300" });
  await stack.settle();

  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([{ field: "customerId" }, { field: "flightId" }, { field: "amount" }]);
  expect((await stack.getBooking("B26")).status).toBe(404);
});

/** Invokes the function with the event that its URL would send. */
async function runBookingApi(booking: object) {
  const request = {
    requestContext: { requestId: "request-1", http: { method: "POST", path: "/bookings" } },
    body: JSON.stringify(booking),
    isBase64Encoded: false,
  };
  const { FunctionError, Payload, LogResult } = await stack.cloud.lambda.send(
    new InvokeCommand({ FunctionName: "booking-api", Payload: JSON.stringify(request), LogType: "Tail" }),
  );
  await stack.settle();
  return {
    failed: FunctionError !== undefined,
    answer: JSON.parse(Payload?.transformToString() ?? "null"),
    log: Buffer.from(LogResult ?? "", "base64").toString(),
  };
}

/** Denies only BookingCreated: PutEvents still answers 200, and its entry shows the failure. */
async function denyBookingCreated() {
  const Condition = { StringEquals: { "events:detail-type": "BookingCreated" } };
  const Statement = [{ Effect: "Deny", Action: "events:PutEvents", Resource: "*", Condition }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await stack.cloud.iam.send(new PutRolePolicyCommand({ RoleName: "booking-api", PolicyName: "deny", PolicyDocument }));
}

async function allowBookingCreated() {
  await stack.cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: "booking-api", PolicyName: "deny" }));
}

import { FilterLogEventsCommand } from "@aws-sdk/client-cloudwatch-logs";
import { DeleteRolePolicyCommand, PutRolePolicyCommand } from "@aws-sdk/client-iam";
import { InvokeCommand } from "@aws-sdk/client-lambda";
import { expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";

const stack = sharedCloud({ step: 2 });

test("2.1 lets the booking function store the booking and tell the bus of it", async () => {
  const { answer, log } = await runBookingApi({ ...exampleBooking, bookingId: "B21" });

  expect(answer, `the function's role allows too little, or the wrong things: ${log}`).toMatchObject({
    statusCode: 202,
  });
  expect(await stack.items("BookingTable")).toContainEqual(
    expect.objectContaining({ bookingId: "B21", status: "REQUESTED" }),
  );
  expect(await stack.eventNames("B21")).toEqual(["BookingCreated"]);
});

test("2.2 keeps what the function has to say in its log group", async () => {
  await runBookingApi({ ...exampleBooking, bookingId: "B22" });

  const { events = [] } = await stack.cloud.logs.send(
    new FilterLogEventsCommand({ logGroupName: "/aws/lambda/booking-api" }),
  );
  expect(
    events.length,
    "the log group is empty: the role must allow logs:CreateLogStream and logs:PutLogEvents on what is in the group",
  ).toBeGreaterThan(0);
});

test("2.3 answers who signs the request, and nobody else", async () => {
  const unsigned = await stack.cloud.track((headers) => fetch(`${stack.outputs.bookingUrl}bookings/B23`, { headers }));
  const signed = await stack.getBooking("B23");

  expect(unsigned.status, "a request without a signature gets in").toBe(403);
  expect(
    signed.status,
    'a signed request does not get in: with the type "NONE" the URL knows no caller, and so no rights; take "AWS_IAM"',
  ).not.toBe(403);
});

test("2.4 fails if the bus refuses the event, though PutEvents answers 200", async () => {
  await refuseBookingCreated();
  const { failed } = await runBookingApi({ ...exampleBooking, bookingId: "B24" });
  await allowBookingCreated();

  expect(await stack.eventNames("B24")).toEqual([]);
  expect(failed, "the event is nowhere, and the caller was told that all is well: look at answer.Entries").toBe(true);
});

test("answers the same booking again and tells of it once; 409 to another one under its id", async () => {
  const booking = { ...exampleBooking, bookingId: "B25" };

  const answers = [await stack.book(booking), await stack.book(booking), await stack.book({ ...booking, amount: 1 })];
  await stack.settle();

  expect(answers.map(({ status }) => status)).toEqual([202, 202, 409]);
  expect(await stack.eventNames("B25")).toEqual(["BookingCreated"]);
});

test("names what is wrong with a request, and does nothing", async () => {
  const answer = await stack.book({ bookingId: "B26", amount: "300" });
  await stack.settle();

  expect(answer.status).toBe(400);
  expect(answer.body.errors).toMatchObject([{ field: "customerId" }, { field: "flightId" }, { field: "amount" }]);
  expect((await stack.getBooking("B26")).status).toBe(404);
});

/** Runs the function as its URL does, without going through the URL. */
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

/** The role may still put events, but not this one: PutEvents answers 200, and says of the entry that it failed. */
async function refuseBookingCreated() {
  const Condition = { StringEquals: { "events:detail-type": "BookingCreated" } };
  const Statement = [{ Effect: "Deny", Action: "events:PutEvents", Resource: "*", Condition }];
  const PolicyDocument = JSON.stringify({ Version: "2012-10-17", Statement });
  await stack.cloud.iam.send(
    new PutRolePolicyCommand({ RoleName: "booking-api", PolicyName: "refuse", PolicyDocument }),
  );
}

async function allowBookingCreated() {
  await stack.cloud.iam.send(new DeleteRolePolicyCommand({ RoleName: "booking-api", PolicyName: "refuse" }));
}

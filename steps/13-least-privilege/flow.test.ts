import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { GetRolePolicyCommand, ListRolePoliciesCommand } from "@aws-sdk/client-iam";
import { GetPolicyCommand, InvokeCommand } from "@aws-sdk/client-lambda";
import { beforeAll, describe, expect, test } from "vitest";
import { exampleBooking, sharedCloud } from "../../test/support/local-stack.ts";
import { actionsOf, type Statement } from "../../test/support/mocked-stack.ts";
import { publishers } from "../../test/support/publishers.ts";

const stack = sharedCloud({ step: 12, settings: { seatsPerFlight: "1" } });

const consumers = [
  "booking-cancel",
  "booking-expire",
  "booking-track",
  "notification-send",
  "payment-charge",
  "payment-refund",
  "seat-assign",
  "seat-release",
  "ticket-issue",
  "ticket-refuse",
];
const functions = ["booking-api", "payment-provider", ...consumers];

test("lets a compromised Payment service issue a ticket that nobody paid for, before step 13", async () => {
  await stack.book({ ...exampleBooking, bookingId: "B131", amount: 5000 });
  const forged = await asPayment(forgedTicket("B131", "aircraft.ticket"));
  await stack.clock.advance(1000);

  expect(forged.FailedEntryCount).toBe(0);
  expect(await ticketsPublished("B131"), "permission to put events covers any event").toBe(1);
});

test("13.1 lets a compromised Payment service publish no ticket, whichever source it claims", async () => {
  await stack.up(13);

  for (const source of ["aircraft.ticket", "aircraft.payment"]) {
    const { Entries } = await asPayment(forgedTicket("B132", source));
    expect(Entries?.[0]?.ErrorCode, `as ${source}`).toMatch(/^NotAuthorizedFor(Source|DetailType)Exception$/);
  }
  await stack.clock.advance(1000);

  expect(await ticketsPublished("B132")).toBe(0);
});

test("13.2 lets no other caller put an event on our bus, not even the administrator", async () => {
  const byHand = stack.cloud.events.send(new PutEventsCommand({ Entries: [forgedTicket("B133", "aircraft.ticket")] }));

  await expect(byHand).rejects.toThrow(/explicit deny in a resource-based policy/);
});

describe("beside the bus", () => {
  test("whoever may invoke a function directly can forge an event, and no bus policy sees it", async () => {
    await stack.up(13);
    const event = { "detail-type": "SeatAssigned", detail: forgedSeat("B160") };
    const Payload = new TextEncoder().encode(JSON.stringify(event));
    await stack.cloud.lambda.send(
      new InvokeCommand({ FunctionName: "ticket-issue", InvocationType: "Event", Payload }),
    );
    await stack.clock.advance(1000);

    expect(await ticketsPublished("B160")).toBe(1);
  });

  test.each(functions)("%s may neither invoke a consumer nor add a rule", async (name) => {
    const actions = (await allowedTo(name)).filter((action) => !action.endsWith(" payment-provider"));

    expect(actions.filter((action) => /^(lambda:Invoke|events:Put(Rule|Targets))/.test(action))).toEqual([]);
  });

  test("only its own rule may invoke a consumer", async () => {
    for (const FunctionName of consumers.filter((name) => name !== "booking-expire")) {
      const { Policy } = await stack.cloud.lambda.send(new GetPolicyCommand({ FunctionName }));
      for (const { Principal, Condition } of JSON.parse(Policy!).Statement) {
        expect(Principal, FunctionName).toEqual({ Service: "events.amazonaws.com" });
        expect(Condition.ArnLike["AWS:SourceArn"], FunctionName).toMatch(/:rule\/AircraftBookingBus\//);
      }
    }
  });
});

describe("after every path has run", () => {
  beforeAll(async () => {
    await stack.up(13);
    await everyPath();
  });

  test("13.1 refuses no call of a function", () => {
    const refused = functions.flatMap(decisionsOf).filter(({ decision }) => decision !== "allowed");

    expect(refused.map(({ roleName, action, conditions }) => ({ roleName, action, conditions }))).toEqual([]);
  });

  test.each(functions)("allows %s exactly what it did", async (name) => {
    expect((await allowedTo(name)).sort()).toEqual(usedBy(name).sort());
  });

  test.each(publishers)("13.1 allows %s to publish exactly the events that it published", (name, events) => {
    const published = decisionsOf(name).flatMap(({ conditions }) => conditions["events:detail-type"] ?? []);

    expect([...new Set(published)].sort()).toEqual([...events].sort());
  });
});

/** Takes bookings down every path: both ends, repeats, and failed events, which Lambda sends with a function's role. */
async function everyPath(): Promise<void> {
  await book({ bookingId: "B134", flightId: "FLIGHT134" });
  await book({ bookingId: "B134", flightId: "FLIGHT134" });
  await book({ bookingId: "B135", flightId: "FLIGHT134" });
  await book({ bookingId: "B136", amount: 5000 });
  await stack.getBooking("B134");
  await book({ bookingId: "B139", flightId: "FLIGHT404" });
  await expireBoth();
  stack.cloud.faults.add({ kind: "duplicate" });
  await book({ bookingId: "B137", flightId: "FLIGHT137" });
  await book({ bookingId: "B138", flightId: "FLIGHT137" });
  stack.cloud.faults.clear();
  for (const FunctionName of consumers) {
    const poison = new TextEncoder().encode(JSON.stringify({ detail: {} }));
    await stack.cloud.lambda.send(new InvokeCommand({ FunctionName, InvocationType: "Event", Payload: poison }));
  }
  await stack.settle();
}

/** Two bookings pass their deadline: one that was never charged, and one whose ticket Booking did not hear of. */
async function expireBoth(): Promise<void> {
  stack.cloud.faults.add({ kind: "delay", rule: "BookingCreatedRule", ms: 20 * 60_000, next: 1 });
  await book({ bookingId: "B150", flightId: "FLIGHT150" });
  stack.cloud.faults.add({ kind: "delay", rule: "TicketIssuedRule", ms: 20 * 60_000, next: 2 });
  await book({ bookingId: "B151", flightId: "FLIGHT151" });
  // The next tick finds a booking that has expired and is still open, and another tick fails.
  stack.cloud.faults.add({ kind: "delay", rule: "BookingExpiredRule", ms: 3 * 60_000, next: 2 });
  await stack.clock.advance(25 * 60_000);
  stack.cloud.faults.add({ kind: "refuse", call: "dynamodb.Query", function: "booking-expire" });
  await stack.clock.advance(5 * 60_000);
  stack.cloud.faults.clear();
}

function forgedSeat(bookingId: string) {
  const metadata = { eventId: "forged", correlationId: "forged", version: 2 };
  return { bookingId, customerId: "CUST001", flightId: "FLIGHT160", seat: { row: 1, letter: "A" }, metadata };
}

function forgedTicket(bookingId: string, Source: string) {
  const metadata = {
    eventId: "forged",
    version: 1,
    correlationId: "forged",
    causationId: "forged",
    occurredAt: "2026-01-01T12:00:00Z",
  };
  const detail = {
    bookingId,
    customerId: "CUST001",
    flightId: "FLIGHT001",
    seat: "12A",
    ticketNumber: "FORGED",
    metadata,
  };
  return { EventBusName: "AircraftBookingBus", Source, DetailType: "TicketIssued", Detail: JSON.stringify(detail) };
}

/** Puts an event with the credentials of the function payment-charge. */
function asPayment(entry: ReturnType<typeof forgedTicket>) {
  const { account, clientFor } = stack.cloud;
  const session = { kind: "role", accountId: account.id, roleName: "payment-charge", sessionName: "stolen" } as const;
  return clientFor(EventBridgeClient, account.credentialsFor(session)).send(new PutEventsCommand({ Entries: [entry] }));
}

async function ticketsPublished(bookingId: string): Promise<number> {
  return (await stack.eventNames(bookingId)).filter((name) => name === "TicketIssued").length;
}

async function book(request: object): Promise<void> {
  await stack.book({ ...exampleBooking, ...request });
  await stack.clock.advance(60_000);
}

/** The IAM decisions on the calls of a function's role, without the attacker's calls. */
function decisionsOf(roleName: string) {
  const all = stack.cloud.account.decisions.all();
  return all.filter((each) => each.roleName === roleName && !each.principal.endsWith("/stolen"));
}

/** The calls that the function made, e.g. "dynamodb:PutItem PaymentTable". */
function usedBy(name: string): string[] {
  return [...new Set(decisionsOf(name).map(({ action, resource }) => `${action} ${shortName(resource)}`))];
}

/** The calls that its role allows, in the same form. */
async function allowedTo(RoleName: string): Promise<string[]> {
  const { PolicyNames = [] } = await stack.cloud.iam.send(new ListRolePoliciesCommand({ RoleName }));
  const documents = await Promise.all(
    PolicyNames.map((PolicyName) => stack.cloud.iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }))),
  );
  const statements: Statement[] = documents.flatMap(
    ({ PolicyDocument }) => JSON.parse(decodeURIComponent(PolicyDocument!)).Statement,
  );
  return statements.flatMap((each) => actionsOf(each).map((action) => `${action} ${shortName(each.Resource)}`));
}

/** The last part of an ARN. A log group's streams count as the group. */
function shortName(arn: string): string {
  return arn.split(":")[5]!.startsWith("log-group") ? arn.split(":")[6]! : arn.split(/[:/]/).at(-1)!;
}

import { readFileSync } from "node:fs";
import { transform } from "esbuild";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { type MockedStack, mockedStack, runMocked } from "../../test/support/mocked-stack.ts";
import { countedStep, perBooking } from "../at-scale/usage.ts";
import { changes } from "./changes.ts";
import { orchestrate, type State, type TaskName } from "./in-memory.ts";
import orchestrated from "./index.ts";
import { pricesPerMillion } from "./price.ts";
import type { stateMachine } from "./state-machine.ts";

const page = readFileSync("docs/orchestrated.md", "utf8").replaceAll("\r\n", "\n");
const booking = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 };
const attempts = 6;

let orchestratedStack: MockedStack;
let choreographedStack: MockedStack;
/** The state machine's states, as deployed. */
let states: Record<string, State>;
beforeAll(async () => {
  orchestratedStack = await runMocked(() => orchestrated());
  choreographedStack = await mockedStack({ step: countedStep });
  states = JSON.parse(orchestratedStack.one("StateMachine").inputs.definition).States;
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test("the orchestrator may invoke its eight functions, and do nothing else", () => {
  const role = orchestratedStack.one("StateMachine").inputs.roleArn.split("/").at(-1);
  const statements = orchestratedStack.statementsOf(role);

  expect(statements).toHaveLength(1);
  expect(statements[0]).toMatchObject({ Effect: "Allow", Action: "lambda:InvokeFunction" });
  const arns = orchestratedStack.all("Function").map(({ outputs }) => outputs.arn);
  expect(new Set(statements[0]!.Resource)).toEqual(new Set(arns));
});

test("no function may call another function, the orchestrator or a bus", () => {
  const allowed = orchestratedStack
    .all("RolePolicy")
    .filter(({ name }) => name !== "orchestrated-conductor-policy")
    .map(({ inputs }) => inputs.policy);

  expect(allowed).toHaveLength(8);
  expect(allowed.join()).not.toMatch(/lambda:|states:|events:/);
});

test("the definition has the functions' ARNs, and every next state exists", () => {
  const { StartAt, States } = JSON.parse(orchestratedStack.one("StateMachine").inputs.definition) as ReturnType<
    typeof stateMachine<string>
  >;
  const names = Object.keys(States);
  const next = Object.values(States as Record<string, State>).flatMap((state) =>
    [state.Next, state.Default, ...[...(state.Choices ?? []), ...(state.Catch ?? [])].map((each) => each.Next)].filter(
      (name) => name !== undefined,
    ),
  );

  expect(names).toEqual(expect.arrayContaining([StartAt, ...next]));
  expect(new Set([StartAt, ...next]), "every state can be reached").toEqual(new Set(names));
  const arns = Object.values(States as Record<string, State>).flatMap(({ Resource }) => Resource ?? []);
  expect(new Set(arns)).toEqual(new Set(orchestratedStack.all("Function").map(({ outputs }) => outputs.arn)));
});

test("every task retries with back-off and jitter, for longer than a function may run", () => {
  for (const [name, state] of Object.entries(states).filter(([, { Type }]) => Type === "Task")) {
    expect(state.Retry, name).toMatchObject([
      { ErrorEquals: ["States.ALL"], BackoffRate: 2, MaxAttempts: attempts - 1, JitterStrategy: "FULL" },
    ]);
    expect(state, name).toMatchObject({ TimeoutSeconds: 30 });
  }
});

test("every task on the way to the ticket has a compensation for its technical failure, and no other has", () => {
  const caught = Object.entries(states).flatMap(([name, state]) => (state.Catch ? [[name, state.Catch[0]!.Next]] : []));

  expect(caught).toEqual([
    ["Charge", "Refund"],
    ["AssignSeat", "ReleaseSeat"],
    ["IssueTicket", "RefuseTicket"],
  ]);
});

test("tickets a booking", async () => {
  const { visited, tables, messages } = await orchestrate(booking);

  expect(visited.at(-1)).toBe("Ticketed");
  expect(tables.bookings).toMatchObject([{ bookingId: "B123", status: "TICKETED", ticketNumber: "TKT-B123" }]);
  expect(tables.seats).toMatchObject([{ flightId: "FLIGHT001", "12A": "B123" }]);
  expect(messages).toEqual(["Booking B123 is ticketed: flight FLIGHT001, seat 12A, ticket TKT-B123."]);
});

test("cancels a booking that is not paid", async () => {
  const { visited, tables, messages } = await orchestrate({ ...booking, amount: 1200 });

  expect(visited).toEqual(["Charge", "Paid?", "Cancel", "TellCancelled", "Cancelled"]);
  expect(tables.bookings).toMatchObject([{ status: "CANCELLED" }]);
  expect(messages[0]).toContain("above the limit of 1000");
});

test("refunds a booking that gets no seat, and cancels it", async () => {
  const { visited, tables } = await orchestrate(booking, { seats: 0 });

  expect(visited).toContain("Refund");
  expect(tables.payments).toMatchObject([
    { paymentId: "PAY-B123", status: "SUCCESS", amount: 300 },
    { paymentId: "REF-B123", status: "REFUNDED", amount: 300 },
  ]);
  expect(tables.bookings).toMatchObject([{ status: "CANCELLED", reason: "Flight FLIGHT001 is full" }]);
});

test("if the airline refuses the ticket, releases the seat, refunds the payment and cancels, in this order", async () => {
  const { visited, tables, messages } = await orchestrate({ ...booking, flightId: "FLIGHT404" });

  expect(visited.slice(-6)).toEqual(["Ticketed?", "ReleaseSeat", "Refund", "Cancel", "TellCancelled", "Cancelled"]);
  expect(held(tables)).toEqual({ seats: [], money: 0, tickets: [] });
  expect(tables.bookings).toMatchObject([{ status: "CANCELLED", reason: "Flight FLIGHT404 is withdrawn" }]);
  expect(messages).toEqual(["Booking B123 is cancelled, and you pay nothing. Flight FLIGHT404 is withdrawn."]);
});

const forward: TaskName[] = ["charge", "assignSeat", "issueTicket"];
const cases = forward.flatMap((task) => [{ task, when: "before" } as const, { task, when: "after" } as const]);

test.each(cases)("a booking is ticketed if $task fails twice, $when it did its work", async ({ task, when }) => {
  const { visited, tables } = await orchestrate(booking, { failing: { task, when, times: 2 } });

  expect(visited.at(-1)).toBe("Ticketed");
  expect(held(tables)).toEqual({ seats: ["12A"], money: 300, tickets: ["TKT-B123"] });
});

test.each(cases)("nothing is held if $task fails at every attempt, $when it did its work", async ({ task, when }) => {
  const { visited, tables, messages } = await orchestrate(booking, { failing: { task, when, times: attempts } });

  // Only the last task can have succeeded: then the booking has its ticket, and keeps it.
  const isIssued = task === "issueTicket" && when === "after";
  expect(visited.at(-1)).toBe(isIssued ? "Ticketed" : "Cancelled");
  expect(held(tables)).toEqual(
    isIssued ? { seats: ["12A"], money: 300, tickets: ["TKT-B123"] } : { seats: [], money: 0, tickets: [] },
  );
  expect(messages).toHaveLength(1);
  if (!isIssued) expect(messages[0]).toContain("you pay nothing. The booking failed for a technical reason.");
});

test.each(forward)("a late %s, after its compensation, changes nothing", async (task) => {
  const execution = await orchestrate(booking, { failing: { task, when: "before", times: attempts } });
  await execution.runLate(task);

  expect(held(execution.tables)).toEqual({ seats: [], money: 0, tickets: [] });
});

test("if the way back fails at every attempt, the execution fails there, and a person can redrive it", async () => {
  const { failedAt, tables, messages } = await orchestrate(booking, {
    seats: 0,
    failing: { task: "refund", when: "before", times: attempts },
  });

  expect(failedAt).toBe("Refund");
  expect(tables.bookings).toEqual([]);
  expect(messages).toEqual([]);
});

test("the page shows the calculated prices", async () => {
  const { transitions, functionRuns } = await orchestrate(booking);
  const prices = pricesPerMillion(perBooking, { transitions, functionRuns });
  const inDollars = (dollars: number) => (dollars === 0 ? "–" : dollars.toFixed(2));
  const total = (design: "choreographed" | "orchestrated") => prices.reduce((sum, each) => sum + each[design], 0);
  const perThousand = (design: "choreographed" | "orchestrated") => (total(design) / 1000).toFixed(3);

  expect(
    missing([
      ...prices.map(
        ({ what, ...each }) => `| ${what} | ${inDollars(each.choreographed)} | ${inDollars(each.orchestrated)} |`,
      ),
      `| **a million bookings** | **${total("choreographed").toFixed(2)}** | **${total("orchestrated").toFixed(2)}** |`,
      `| a thousand bookings | ${perThousand("choreographed")} | ${perThousand("orchestrated")} |`,
      `${transitions} state transitions`,
    ]),
  ).toEqual([]);
  expect(total("orchestrated") / total("choreographed"), 'the page says "thirty times as much"').toBeCloseTo(30, -1);
  const aMonth = (total("orchestrated") / 1_000_000) * 1000 * 30;
  expect(Math.round(aMonth), 'the page says "seven dollars a month"').toBe(7);
});

const edits = changes.flatMap(({ request, choreographed: ours, orchestrated: theirs }) =>
  [...ours.edits, ...theirs.edits].map((edit) => ({ request, ...edit })),
);

test.each(edits)("$request: the edit applies to $file", async ({ file, find, replace }) => {
  const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n");

  expect(text.split(find), `"${find}" must occur once in ${file}`).toHaveLength(2);
  await expect(
    transform(
      text.replace(find, () => replace),
      { loader: "ts" },
    ),
  ).resolves.toBeDefined();
});

test("the page states how many files each change touches", () => {
  const count = ({ edits: changed, adds }: (typeof changes)[number]["orchestrated"]) =>
    `${new Set(changed.map(({ file }) => file)).size} changed, ${adds.length} new`;
  const rows = changes.map(
    (change) => `| ${change.request} | ${count(change.choreographed)} | ${count(change.orchestrated)} |`,
  );

  expect(missing(rows)).toEqual([]);
});

test("the page states which parts depend on which", () => {
  const functions = choreographedStack.all("Function").map(({ outputs }) => outputs.arn as string);
  const roles = choreographedStack.all("Function").map(({ inputs }) => inputs.name as string);
  const policies = choreographedStack.all("RolePolicy").map(({ inputs }) => inputs as { role: string; policy: string });
  const ofFunctions = policies.filter(({ role }) => roles.includes(role)).map(({ policy }) => policy);
  const called = functions.filter((arn) => ofFunctions.some((policy) => policy.includes(arn)));
  const toFunctions = choreographedStack.all("EventTarget").filter(({ inputs }) => functions.includes(inputs.arn));
  const sends = (all: string[]) => all.filter((policy) => policy.includes("events:PutEvents")).length;

  expect(called).toEqual([expect.stringContaining("payment-provider")]);
  expect(sends(policies.map(({ policy }) => policy)) - sends(ofFunctions), "the pipe").toBe(1);
  expect(
    missing([
      `| Functions that another function may call | 1: the payment provider, another company's | ${orchestratedStack.all("Function").length}, all by the orchestrator |`,
      `| Pairs of an event and a function that consumes it | ${toFunctions.length} | 0 |`,
      `| Functions that may publish | ${sends(ofFunctions)}, and a pipe | 0 |`,
      `spread over ${choreographedStack.all("EventRule").length - 1} rules`,
    ]),
  ).toEqual([]);
});

test("the page states how many queues a failure can be in", () => {
  const withQueue = choreographedStack.all("EventTarget").filter(({ inputs }) => inputs.deadLetterConfig);
  const destinations = choreographedStack.all("FunctionEventInvokeConfig");

  expect(
    missing([
      `| Queues to check | ${withQueue.length} for deliveries, ${destinations.length} for functions, 1 for the pipe | 0 |`,
    ]),
  ).toEqual([]);
});

/** What a booking holds in the end: seats, the money that is not refunded, and tickets. */
function held({ payments, seats, tickets }: Awaited<ReturnType<typeof orchestrate>>["tables"]) {
  const sum = (status: string) =>
    payments.filter((each) => each.status === status).reduce((total, { amount }) => total + (amount as number), 0);
  return {
    seats: seats.flatMap((flight) => Object.keys(flight).filter((seat) => flight[seat] === booking.bookingId)),
    money: sum("SUCCESS") - sum("REFUNDED"),
    tickets: tickets.flatMap(({ status, ticketNumber }) => (status === "ISSUED" ? [ticketNumber] : [])),
  };
}

/** The texts that the page lacks. */
function missing(texts: string[]): string[] {
  return texts.filter((text) => !page.includes(text));
}

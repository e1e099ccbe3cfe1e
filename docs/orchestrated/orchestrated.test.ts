import { readFileSync } from "node:fs";
import { SNSClient } from "@aws-sdk/client-sns";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { transform } from "esbuild";
import { afterEach, beforeAll, expect, test, vi } from "vitest";
import { fakeTable } from "../../test/support/fake-table.ts";
import { type MockedStack, mockedStack, runMocked } from "../../test/support/mocked-stack.ts";
import { changes } from "./changes.ts";
import orchestrated from "./index.ts";
import { stateMachine } from "./state-machine.ts";
import { handler as assignSeat } from "./tasks/assign-seat.ts";
import { handler as charge } from "./tasks/charge.ts";
import { handler as closeBooking } from "./tasks/close-booking.ts";
import { handler as issueTicket } from "./tasks/issue-ticket.ts";
import { handler as refund } from "./tasks/refund.ts";
import type { SagaState } from "./tasks/saga-state.ts";
import { handler as tellCustomer } from "./tasks/tell-customer.ts";

const page = readFileSync("docs/orchestrated.md", "utf8").replaceAll("\r\n", "\n");
const tasks = { charge, refund, assignSeat, issueTicket, closeBooking, tellCustomer };
const booking = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 };

let orchestratedStack: MockedStack;
let choreographedStack: MockedStack;
beforeAll(async () => {
  orchestratedStack = await runMocked(() => orchestrated());
  choreographedStack = await mockedStack({ step: 13 });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test("the orchestrator may invoke its six functions, and do nothing else", () => {
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

  expect(allowed).toHaveLength(6);
  expect(allowed.join()).not.toMatch(/lambda:|states:|events:/);
});

test("the definition has the functions' ARNs, and every next state exists", () => {
  const { StartAt, States } = JSON.parse(orchestratedStack.one("StateMachine").inputs.definition) as ReturnType<
    typeof stateMachine<string>
  >;
  const names = Object.keys(States);
  const next = Object.values(States as Record<string, State>).flatMap((state) =>
    [state.Next, state.Default, ...(state.Choices?.map((each) => each.Next) ?? [])].filter(
      (name) => name !== undefined,
    ),
  );

  expect(names).toEqual(expect.arrayContaining([StartAt, ...next]));
  expect(new Set([StartAt, ...next]), "every state can be reached").toEqual(new Set(names));
  const arns = Object.values(States as Record<string, State>).flatMap(({ Resource }) => Resource ?? []);
  expect(new Set(arns)).toEqual(new Set(orchestratedStack.all("Function").map(({ outputs }) => outputs.arn)));
});

test("tickets a booking", async () => {
  const { visited, tables, messages } = await orchestrate(booking);

  expect(visited.at(-1)).toBe("Ticketed");
  expect(tables["close-booking"]).toMatchObject([{ bookingId: "B123", status: "TICKETED", ticketNumber: "TKT-B123" }]);
  expect(tables["assign-seat"]).toMatchObject([{ flightId: "FLIGHT001", "12A": "B123" }]);
  expect(messages).toEqual(["Booking B123 is ticketed: flight FLIGHT001, seat 12A, ticket TKT-B123."]);
});

test("cancels a booking that is not paid", async () => {
  const { visited, tables, messages } = await orchestrate({ ...booking, amount: 1200 });

  expect(visited).toEqual(["Charge", "Paid?", "Cancel", "TellCancelled", "Cancelled"]);
  expect(tables["close-booking"]).toMatchObject([{ status: "CANCELLED" }]);
  expect(messages[0]).toContain("above the limit of 1000");
});

test("refunds a booking that gets no seat, and cancels it", async () => {
  const { visited, tables } = await orchestrate(booking, { seats: 0 });

  expect(visited).toContain("Refund");
  expect(tables.payments).toMatchObject([
    { paymentId: "PAY-B123", status: "SUCCESS", amount: 300 },
    { paymentId: "REF-B123", status: "REFUNDED", amount: 300 },
  ]);
  expect(tables["close-booking"]).toMatchObject([{ status: "CANCELLED", reason: "Flight FLIGHT001 is full" }]);
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
  const theirRoles = choreographedStack.all("RolePolicy").map(({ inputs }) => inputs.policy as string);
  const called = functions.filter((arn) => theirRoles.some((policy) => policy.includes(arn)));
  const toFunctions = choreographedStack.all("EventTarget").filter(({ inputs }) => functions.includes(inputs.arn));
  const sends = theirRoles.filter((policy) => policy.includes("events:PutEvents"));

  expect(
    missing([
      `| Functions that another service may call | ${called.length} | ${orchestratedStack.all("Function").length}, all by the orchestrator |`,
      `| Pairs of an event and a function that consumes it | ${toFunctions.length} | 0 |`,
      `| Functions that may publish | ${sends.length} | 0 |`,
    ]),
  ).toEqual([]);
});

test("the page states how many queues a failure can be in", () => {
  const withQueue = choreographedStack.all("EventTarget").filter(({ inputs }) => inputs.deadLetterConfig);
  const destinations = choreographedStack.all("FunctionEventInvokeConfig");

  expect(
    missing([`| Queues to check | ${withQueue.length} for deliveries, ${destinations.length} for functions | 0 |`]),
  ).toEqual([]);
});

interface State {
  Type: string;
  Next?: string;
  Default?: string;
  Resource?: string;
  ResultPath?: string;
  Choices?: { Variable: string; StringEquals: string; Next: string }[];
}

/** Runs the state machine in this process: the functions' own code, with tables in memory. */
async function orchestrate(input: SagaState, { seats = 180 } = {}) {
  const tables = {
    payments: fakeTable(["bookingId", "paymentId"]),
    "assign-seat": fakeTable(["flightId"]),
    "issue-ticket": fakeTable(["bookingId"]),
    "close-booking": fakeTable(["bookingId"]),
  };
  const messages: string[] = [];
  vi.stubEnv("SEATS_PER_FLIGHT", String(seats));
  vi.stubEnv("TOPIC_ARN", "arn:aws:sns:us-east-1:000000000000:notifications");
  vi.spyOn(SNSClient.prototype, "send").mockImplementation((async (command: { input: { Message: string } }) => {
    messages.push(command.input.Message);
    return { MessageId: `m-${messages.length}` };
  }) as never);
  vi.spyOn(DynamoDBDocumentClient.prototype, "send").mockImplementation((async (command: {
    constructor: { name: string };
    input: { TableName: keyof typeof tables };
  }) => {
    const operation = command.constructor.name.replace(/Command$/, "");
    return tables[command.input.TableName].answers[operation]!(structuredClone(command.input));
  }) as never);

  const names = Object.keys(tasks) as (keyof typeof tasks)[];
  const definition = stateMachine(Object.fromEntries(names.map((name) => [name, name])));
  const states = definition.States as Record<string, State>;
  const known: Record<string, unknown> = { ...input };
  const visited: string[] = [];
  for (let name: string | undefined = definition.StartAt; name !== undefined; ) {
    visited.push(name);
    const state: State = states[name]!;
    if (state.Type === "Choice") {
      const [choice] = state.Choices!;
      const [, task = "", field = ""] = choice!.Variable.split(".");
      const value = (known[task] as Record<string, unknown>)[field];
      name = value === choice!.StringEquals ? choice!.Next : state.Default;
    } else if (state.Type === "Task") {
      const task = state.Resource as keyof typeof tasks;
      vi.stubEnv("TABLE_NAME", tableOf[task] ?? "");
      known[state.ResultPath!.slice(2)] = await tasks[task](known as unknown as SagaState);
      name = state.Next;
    } else name = undefined;
  }
  const items = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.items]));
  return { visited, messages, tables: items };
}

const tableOf: Partial<Record<keyof typeof tasks, string>> = {
  charge: "payments",
  refund: "payments",
  assignSeat: "assign-seat",
  issueTicket: "issue-ticket",
  closeBooking: "close-booking",
};

/** The texts that the page lacks. */
function missing(texts: string[]): string[] {
  return texts.filter((text) => !page.includes(text));
}

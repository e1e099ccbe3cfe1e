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
import type { Story } from "./tasks/booking.ts";
import { handler as charge } from "./tasks/charge.ts";
import { handler as closeBooking } from "./tasks/close-booking.ts";
import { handler as issueTicket } from "./tasks/issue-ticket.ts";
import { handler as refund } from "./tasks/refund.ts";
import { handler as tellCustomer } from "./tasks/tell-customer.ts";

const page = readFileSync("docs/orchestrated.md", "utf8").replaceAll("\r\n", "\n");
const tasks = { charge, refund, assignSeat, issueTicket, closeBooking, tellCustomer };
const story = { bookingId: "B123", customerId: "CUST001", flightId: "FLIGHT001", amount: 300 };

let conducted: MockedStack;
let choreographed: MockedStack;
beforeAll(async () => {
  conducted = await runMocked(() => orchestrated());
  choreographed = await mockedStack({ step: 13 });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

test("the conductor may invoke its six functions, and do nothing else", () => {
  const role = conducted.one("StateMachine").inputs.roleArn.split("/").at(-1);
  const statements = conducted.statementsOf(role);

  expect(statements).toHaveLength(1);
  expect(statements[0]).toMatchObject({ Effect: "Allow", Action: "lambda:InvokeFunction" });
  const arns = conducted.all("Function").map(({ outputs }) => outputs.arn);
  expect(new Set(statements[0]!.Resource)).toEqual(new Set(arns));
});

test("no function may call another, nor the conductor, nor a bus", () => {
  const allowed = conducted
    .all("RolePolicy")
    .filter(({ name }) => name !== "orchestrated-conductor-policy")
    .map(({ inputs }) => inputs.policy);

  expect(allowed).toHaveLength(6);
  expect(allowed.join()).not.toMatch(/lambda:|states:|events:/);
});

test("the definition has the functions' ARNs, and leads from each state to one that is there", () => {
  const { StartAt, States } = JSON.parse(conducted.one("StateMachine").inputs.definition) as ReturnType<
    typeof stateMachine<string>
  >;
  const names = Object.keys(States);
  const next = Object.values(States as Record<string, State>).flatMap((state) =>
    [state.Next, state.Default, ...(state.Choices?.map((each) => each.Next) ?? [])].filter(
      (name) => name !== undefined,
    ),
  );

  expect(names).toEqual(expect.arrayContaining([StartAt, ...next]));
  expect(new Set([StartAt, ...next]), "none that nothing leads to").toEqual(new Set(names));
  const arns = Object.values(States as Record<string, State>).flatMap(({ Resource }) => Resource ?? []);
  expect(new Set(arns)).toEqual(new Set(conducted.all("Function").map(({ outputs }) => outputs.arn)));
});

test("tickets a booking", async () => {
  const { visited, tables, said } = await conduct(story);

  expect(visited.at(-1)).toBe("Ticketed");
  expect(tables["close-booking"]).toMatchObject([{ bookingId: "B123", status: "TICKETED", ticketNumber: "TKT-B123" }]);
  expect(tables["assign-seat"]).toMatchObject([{ flightId: "FLIGHT001", "12A": "B123" }]);
  expect(said).toEqual(["Booking B123 is ticketed: flight FLIGHT001, seat 12A, ticket TKT-B123."]);
});

test("cancels a booking that is not paid", async () => {
  const { visited, tables, said } = await conduct({ ...story, amount: 1200 });

  expect(visited).toEqual(["Charge", "Paid?", "Cancel", "TellOfEnd", "Cancelled"]);
  expect(tables["close-booking"]).toMatchObject([{ status: "CANCELLED" }]);
  expect(said[0]).toContain("above the limit of 1000");
});

test("refunds a booking that gets no seat, and cancels it", async () => {
  const { visited, tables } = await conduct(story, { seats: 0 });

  expect(visited).toContain("Refund");
  expect(tables.payments).toMatchObject([
    { paymentId: "PAY-B123", status: "SUCCESS", amount: 300 },
    { paymentId: "REF-B123", status: "REFUNDED", amount: 300 },
  ]);
  expect(tables["close-booking"]).toMatchObject([{ status: "CANCELLED", reason: "Flight FLIGHT001 is full" }]);
});

const edits = changes.flatMap(({ wish, choreographed: ours, orchestrated: theirs }) =>
  [...ours.edits, ...theirs.edits].map((edit) => ({ wish, ...edit })),
);

test.each(edits)("$wish: $file can be edited as it says", async ({ file, find, replace }) => {
  const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n");

  expect(text.split(find), `"${find}" must stand in ${file} once`).toHaveLength(2);
  await expect(
    transform(
      text.replace(find, () => replace),
      { loader: "ts" },
    ),
  ).resolves.toBeDefined();
});

test("the page counts the files of each change", () => {
  const count = ({ edits: changed, adds }: (typeof changes)[number]["orchestrated"]) =>
    `${new Set(changed.map(({ file }) => file)).size} changed, ${adds.length} new`;
  const rows = changes.map(
    (change) => `| ${change.wish} | ${count(change.choreographed)} | ${count(change.orchestrated)} |`,
  );

  expect(missing(rows)).toEqual([]);
});

test("the page counts who knows whom", () => {
  const functions = choreographed.all("Function").map(({ outputs }) => outputs.arn as string);
  const theirRoles = choreographed.all("RolePolicy").map(({ inputs }) => inputs.policy as string);
  const called = functions.filter((arn) => theirRoles.some((policy) => policy.includes(arn)));
  const toFunctions = choreographed.all("EventTarget").filter(({ inputs }) => functions.includes(inputs.arn));
  const sends = theirRoles.filter((policy) => policy.includes("events:PutEvents"));

  expect(
    missing([
      `| Functions that another service's code may call | ${called.length} | ${conducted.all("Function").length}, all by the conductor |`,
      `| Pairs of an event and a function that hears it | ${toFunctions.length} | 0 |`,
      `| Functions that may publish | ${sends.length} | 0 |`,
    ]),
  ).toEqual([]);
});

test("the page counts where a failure can show", () => {
  const withQueue = choreographed.all("EventTarget").filter(({ inputs }) => inputs.deadLetterConfig);
  const destinations = choreographed.all("FunctionEventInvokeConfig");

  expect(
    missing([`| Queues to look into | ${withQueue.length} for deliveries, ${destinations.length} for functions | 0 |`]),
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

/** Walks through the state machine in this process: the functions' own code, over tables in memory. */
async function conduct(input: Story, { seats = 180 } = {}) {
  const tables = {
    payments: fakeTable(["bookingId", "paymentId"]),
    "assign-seat": fakeTable(["flightId"]),
    "issue-ticket": fakeTable(["bookingId"]),
    "close-booking": fakeTable(["bookingId"]),
  };
  const said: string[] = [];
  vi.stubEnv("SEATS_PER_FLIGHT", String(seats));
  vi.stubEnv("TOPIC_ARN", "arn:aws:sns:us-east-1:000000000000:notifications");
  vi.spyOn(SNSClient.prototype, "send").mockImplementation((async (command: { input: { Message: string } }) => {
    said.push(command.input.Message);
    return { MessageId: `m-${said.length}` };
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
      known[state.ResultPath!.slice(2)] = await tasks[task](known as unknown as Story);
      name = state.Next;
    } else name = undefined;
  }
  const items = Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.items]));
  return { visited, said, tables: items };
}

const tableOf: Partial<Record<keyof typeof tasks, string>> = {
  charge: "payments",
  refund: "payments",
  assignSeat: "assign-seat",
  issueTicket: "issue-ticket",
  closeBooking: "close-booking",
};

/** What the page does not say, although it should. */
function missing(texts: string[]): string[] {
  return texts.filter((text) => !page.includes(text));
}

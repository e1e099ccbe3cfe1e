import { SNSClient } from "@aws-sdk/client-sns";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { vi } from "vitest";
import type { Answers } from "../../test/support/fake-aws.ts";
import { fakeTable } from "../../test/support/fake-table.ts";
import { stateMachine } from "./state-machine.ts";
import { handler as assignSeat } from "./tasks/assign-seat.ts";
import { handler as charge } from "./tasks/charge.ts";
import { handler as closeBooking } from "./tasks/close-booking.ts";
import { handler as issueTicket } from "./tasks/issue-ticket.ts";
import { handler as refund } from "./tasks/refund.ts";
import { handler as refuseTicket } from "./tasks/refuse-ticket.ts";
import { handler as releaseSeat } from "./tasks/release-seat.ts";
import type { SagaState } from "./tasks/saga-state.ts";
import { handler as tellCustomer } from "./tasks/tell-customer.ts";

const tasks = { charge, assignSeat, issueTicket, refuseTicket, releaseSeat, refund, closeBooking, tellCustomer };
export type TaskName = keyof typeof tasks;

export interface State {
  Type: string;
  Next?: string;
  Default?: string;
  Resource?: string;
  ResultPath?: string;
  Choices?: { Variable: string; StringEquals: string; Next: string }[];
  Retry?: { MaxAttempts: number; BackoffRate: number; JitterStrategy?: string }[];
  Catch?: { ErrorEquals: string[]; ResultPath: string; Next: string }[];
}

export interface Failing {
  task: TaskName;
  /** How many attempts in a row fail. */
  times: number;
  /** Whether the task's work is done when it fails, as when an answer is lost. */
  when: "before" | "after";
}

export interface Execution {
  /** The names of the states, in order. */
  visited: string[];
  /** Visited states and retries: Step Functions charges for both. */
  transitions: number;
  functionRuns: number;
  /** The state at which the execution failed, if it did. */
  failedAt?: string;
  messages: string[];
  tables: Record<"payments" | "seats" | "tickets" | "bookings", Record<string, unknown>[]>;
  /** Runs a task again after the execution, with the state in which it was called first. */
  runLate(task: TaskName): Promise<unknown>;
}

const keys = {
  payments: ["bookingId", "paymentId"],
  seats: ["flightId"],
  tickets: ["bookingId"],
  bookings: ["bookingId"],
};
const tableOf: Partial<Record<TaskName, keyof typeof keys>> = {
  charge: "payments",
  refund: "payments",
  assignSeat: "seats",
  releaseSeat: "seats",
  issueTicket: "tickets",
  refuseTicket: "tickets",
  closeBooking: "bookings",
};

/** Runs the state machine in this process: the functions' own code, with tables in memory. Waiting takes no time. */
export async function orchestrate(
  input: SagaState,
  { seats = 180, failing }: { seats?: number; failing?: Failing } = {},
) {
  const tables = Object.fromEntries(Object.entries(keys).map(([name, key]) => [name, tableInMemory(key)]));
  const execution: Execution = {
    visited: [],
    transitions: 0,
    functionRuns: 0,
    messages: fakeServices(tables, seats),
    tables: Object.fromEntries(Object.entries(tables).map(([name, { items }]) => [name, items])) as Execution["tables"],
    runLate: (task) => run(task, calledWith.get(task)!),
  };
  const calledWith = new Map<TaskName, SagaState>();
  let failures = failing?.times ?? 0;

  const attempt = async (task: TaskName, state: SagaState): Promise<unknown> => {
    execution.functionRuns++;
    if (!calledWith.has(task)) calledWith.set(task, state);
    if (task !== failing?.task || failures === 0) return await run(task, state);
    failures--;
    if (failing.when === "after") await run(task, state);
    throw new Error("Task timed out");
  };

  const { StartAt, States } = stateMachine(Object.fromEntries(Object.keys(tasks).map((name) => [name, name])));
  const known: Record<string, unknown> = { ...input };
  for (let name: string | undefined = StartAt; name !== undefined; ) {
    execution.visited.push(name);
    const state = (States as Record<string, State>)[name]!;
    if (state.Type !== "Task") {
      execution.transitions++;
      name = nextOf(state, known);
      continue;
    }
    const result = await withRetries(
      state,
      () => attempt(state.Resource as TaskName, { ...known } as never),
      execution,
    );
    if (result instanceof Error) {
      const catcher = state.Catch?.[0];
      if (!catcher) return { ...execution, failedAt: name };
      known[catcher.ResultPath.slice(2)] = { Error: "States.Timeout", Cause: result.message };
      name = catcher.Next;
    } else {
      known[state.ResultPath!.slice(2)] = result;
      name = state.Next;
    }
  }
  return execution;
}

/** Calls a task until it succeeds or its attempts are used up. Then it returns the last error. */
async function withRetries(
  { Retry = [] }: State,
  call: () => Promise<unknown>,
  execution: Execution,
): Promise<unknown> {
  let last: unknown;
  for (let retries = 0; retries <= (Retry[0]?.MaxAttempts ?? 0); retries++) {
    execution.transitions++;
    try {
      return await call();
    } catch (error) {
      last = error;
    }
  }
  return last;
}

function nextOf(state: State, known: Record<string, unknown>): string | undefined {
  const [choice] = state.Choices ?? [];
  if (!choice) return undefined;
  const [, task = "", field = ""] = choice.Variable.split(".");
  const value = (known[task] as Record<string, unknown> | undefined)?.[field];
  return value === choice.StringEquals ? choice.Next : state.Default;
}

async function run(task: TaskName, state: SagaState): Promise<unknown> {
  vi.stubEnv("TABLE_NAME", tableOf[task] ?? "");
  return await tasks[task](structuredClone(state));
}

/** Answers the functions' calls from the tables. Returns the messages that they publish. */
function fakeServices(tables: Record<string, ReturnType<typeof tableInMemory>>, seats: number): string[] {
  const messages: string[] = [];
  vi.stubEnv("SEATS_PER_FLIGHT", String(seats));
  vi.stubEnv("TOPIC_ARN", "arn:aws:sns:us-east-1:000000000000:notifications");
  vi.spyOn(SNSClient.prototype, "send").mockImplementation((async (command: { input: { Message: string } }) => {
    messages.push(command.input.Message);
    return { MessageId: `m-${messages.length}` };
  }) as never);
  vi.spyOn(DynamoDBDocumentClient.prototype, "send").mockImplementation((async (command: {
    constructor: { name: string };
    input: { TableName: string };
  }) => {
    const operation = command.constructor.name.replace(/Command$/, "");
    const answers: Answers = tables[command.input.TableName]!.answers;
    return answers[operation]!(structuredClone(command.input));
  }) as never);
  return messages;
}

/** A fake table whose updates may remove an attribute, too. */
function tableInMemory(key: readonly string[]) {
  const table = fakeTable(key);
  const { Update } = table.answers;
  return {
    ...table,
    answers: {
      ...table.answers,
      Update: (input: { Key: object; UpdateExpression: string; ExpressionAttributeNames: Record<string, string> }) => {
        const [set = "", removed] = input.UpdateExpression.split(" REMOVE ");
        const answer = Update!({ ...input, UpdateExpression: set });
        const item = table.items.find((each) =>
          Object.entries(input.Key).every(([name, value]) => each[name] === value),
        );
        if (removed && item) delete item[input.ExpressionAttributeNames[removed]!];
        return answer;
      },
    },
  };
}

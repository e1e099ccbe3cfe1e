import * as pulumi from "@pulumi/pulumi";
import type { Settings } from "../../infra/components/settings.ts";
import program from "../../infra/index.ts";
import { invent } from "./invented-outputs.ts";

/** A resource as the program asked for it. */
export interface Recorded {
  /** Its class, e.g. "EventTarget". */
  type: string;
  /** Its logical name, e.g. "booking-created-target". */
  name: string;
  // biome-ignore lint/suspicious/noExplicitAny: each resource type has inputs of its own, and a test says what it expects
  inputs: Record<string, any>;
  /** Its inputs and what the mocks invented: its name, its ARN. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  outputs: Record<string, any>;
  /** Logical names of what must be there before. */
  after: string[];
  /** The component that it belongs to; undefined below the stack itself. */
  parent: string | undefined;
}

/** The settings of a stack of one's own, deployed to the given step. */
export function settingsFor(settings: Partial<Settings>): Settings {
  return { step: 1, attendee: "", notificationEmail: "", seatsPerFlight: 180, ...settings };
}

/** What the program asks for, up to a step, if it is run without a cloud. */
export function mockedStack(settings: Partial<Settings>): Promise<MockedStack> {
  return runMocked(() => program(settingsFor(settings)));
}

/**
 * Runs a Pulumi program on Pulumi's mocks and closes their gaps: two resources of one name are
 * refused, so is a call that nobody answers; resources made in `apply` are waited for.
 */
export async function runMocked(run: () => unknown): Promise<MockedStack> {
  try {
    return await withoutStackTraces(() => runOnce(run));
  } catch {
    // Once more, for the error with its place in the program.
    return runOnce(run);
  }
}

/** Pulumi notes a stack trace for each promise that it makes: two thirds of the time that a program takes here. */
async function withoutStackTraces<T>(work: () => Promise<T>): Promise<T> {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return await work();
  } finally {
    Error.stackTraceLimit = limit;
  }
}

async function runOnce(run: () => unknown): Promise<MockedStack> {
  const stack = new MockedStack();
  const problems: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        try {
          return invent(type, name, inputs);
        } catch (error) {
          problems.push(String(error));
          return { id: name, state: inputs };
        }
      },
      call({ token }) {
        problems.push(`The program calls ${token}, and the tests have no answer for it.`);
        return {};
      },
    },
    "aircraft-booking",
    "mocked",
  );
  const { monitor, waitForRPCs } = mockRuntime();
  const register = monitor.registerResource;
  const urns = new Set<string>();
  monitor.registerResource = (request, callback) =>
    register.call(monitor, request, (error, response) => {
      if (response) {
        if (urns.has(response.getUrn())) {
          problems.push(
            `Two resources are called "${request.getName()}" (${request.getType()}): give each its own name.`,
          );
        }
        urns.add(response.getUrn());
        stack.record(request, response);
      }
      callback(error, response);
    });

  const rejections = await collectRejections(async () => {
    stack.outputs = (await pulumi.runtime.runInPulumiStack(async () => run())) ?? {};
    let seen: number;
    do {
      seen = stack.resources.length;
      await waitForRPCs();
      // What an `apply` makes is asked for only after the answer that it waits for.
      await new Promise((resolve) => setImmediate(resolve));
    } while (stack.resources.length > seen);
  });
  if (rejections.length > 0) throw rejections[0];
  await Promise.all(stack.resources.map(({ inputs }) => knowPaths(inputs)));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return stack;
}

/** Pulumi holds an archive's path as a promise, and one promise looks like any other. */
async function knowPaths(inputs: Record<string, unknown>): Promise<void> {
  for (const value of Object.values(inputs)) {
    if (value instanceof pulumi.asset.FileArchive) Object.assign(value, { path: await value.path });
  }
}

/**
 * What went wrong while `work` ran. Pulumi drops the promise of a resource whose inputs failed, and
 * what hangs on that resource never ends: the first rejection that nobody handles ends the wait.
 */
async function collectRejections(work: () => Promise<void>): Promise<unknown[]> {
  const rejections: unknown[] = [];
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection");
  const dropped = new Promise<void>((resolve) => {
    process.on("unhandledRejection", (reason) => {
      rejections.push(reason);
      resolve();
    });
  });
  await Promise.race([work().catch((error: unknown) => void rejections.unshift(error)), dropped]);
  // Node tells of a rejection once the turn is over.
  await new Promise((resolve) => setImmediate(resolve));
  process.removeAllListeners("unhandledRejection");
  for (const other of others) process.on("unhandledRejection", other);
  return rejections;
}

export class MockedStack {
  readonly resources: Recorded[] = [];
  outputs: Record<string, unknown> = {};

  record(request: RegisterRequest, response: RegisterResponse): void {
    const type = request.getType().split(":").at(-1)!;
    if (type === "Stack") return;
    const parent = request.getParent();
    this.resources.push({
      type,
      name: request.getName(),
      inputs: pulumi.runtime.deserializeProperties(request.getObject()),
      outputs: pulumi.runtime.deserializeProperties(response.getObject()),
      after: request.getDependenciesList().map(logicalName),
      parent: parent.includes("pulumi:pulumi:Stack::") ? undefined : logicalName(parent),
    });
  }

  /** All resources of a class, e.g. "EventTarget", whose inputs contain `inputs`. */
  all(type: string, inputs: Record<string, unknown> = {}): Recorded[] {
    const wanted = Object.entries(inputs);
    return this.resources.filter(
      (resource) => resource.type === type && wanted.every(([key, value]) => resource.inputs[key] === value),
    );
  }

  /** The one resource of a class whose inputs contain `inputs`; raises an error that says what there is instead. */
  one(type: string, inputs: Record<string, unknown> = {}): Recorded {
    const found = this.all(type, inputs);
    if (found.length === 1) return found[0]!;
    const wanted = Object.entries(inputs).map(([key, value]) => ` with ${key} ${JSON.stringify(value)}`);
    const present = this.all(type).map(
      ({ name, inputs: has }) =>
        `\n  "${name}"${Object.keys(inputs).map((key) => `: ${key} is ${JSON.stringify(has[key])}`)}`,
    );
    throw new Error(
      `Expected one ${type}${wanted.join(" and")}, and the program makes ${found.length}. ` +
        (present.length > 0 ? `Each ${type} that it makes:${present.join("")}` : `It makes no ${type} at all.`),
    );
  }

  /** The IAM statements that a function's role has, by the function's logical name. */
  statementsOf(functionName: string): Statement[] {
    const [first, ...more] = this.all("RolePolicy", { role: functionName });
    // Without one, `one` says what there is instead.
    const policies = [first ?? this.one("RolePolicy", { role: functionName }), ...more];
    return policies.flatMap(({ inputs }) => JSON.parse(inputs.policy).Statement);
  }
}

export interface Statement {
  Effect: string;
  Principal?: unknown;
  Action: string | string[];
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

/** The statement's actions as a list, whichever way they are written. */
export function actionsOf(statement: Statement): string[] {
  return [statement.Action].flat();
}

function logicalName(urn: string): string {
  return urn.split("::").at(-1)!;
}

type Struct = Parameters<typeof pulumi.runtime.deserializeProperties>[0];

interface RegisterRequest {
  getType(): string;
  getName(): string;
  getParent(): string;
  getObject(): Struct;
  getDependenciesList(): string[];
}

interface RegisterResponse {
  getUrn(): string;
  getObject(): Struct;
}

/** What Pulumi's types leave out: the monitor that the mocks stand behind, and the wait for what is under way. */
function mockRuntime() {
  type Callback = (error: Error | null, response?: RegisterResponse) => void;
  const runtime = pulumi.runtime as unknown as {
    getMonitor(): { registerResource(request: RegisterRequest, callback: Callback): void };
    waitForRPCs(): Promise<void>;
  };
  return { monitor: runtime.getMonitor(), waitForRPCs: runtime.waitForRPCs };
}

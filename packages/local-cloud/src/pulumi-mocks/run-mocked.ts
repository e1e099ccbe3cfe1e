import * as pulumi from "@pulumi/pulumi";
import utils from "@pulumi/pulumi/utils.js";
import { inventOutputs } from "./invented-outputs.ts";
import { MockedStack, type RegisterRequest, type RegisterResponse } from "./mocked-stack.ts";

/**
 * Runs a Pulumi program on Pulumi's mocks and closes their gaps: it refuses two resources with the same name, a call
 * that has no mocked answer, and an Output that is used as a string. It waits for resources that are created in `apply`.
 *
 * @example
 * const stack = await runMocked(() => void new aws.sns.Topic("news", { name: "news" }));
 * expect(stack.one("Topic").inputs.name).toBe("news");
 */
export async function runMocked(run: () => unknown): Promise<MockedStack> {
  try {
    return await withoutStackTraces(() => runOnce(run));
  } catch {
    // Run it again with stack traces, so that the error shows its place in the program.
    return runOnce(run);
  }
}

/** Pulumi records a stack trace for each promise it creates: two thirds of the time that a program takes here. */
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
  // Otherwise Pulumi puts an explanation where the value should be, and the deployment fails there or, worse, does not.
  Object.assign(utils, { errorOutputString: true });
  const stack = new MockedStack();
  const problems: string[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource({ type, name, inputs }) {
        try {
          return inventOutputs(type, name, inputs);
        } catch (error) {
          problems.push(String(error));
          return { id: name, state: inputs };
        }
      },
      call({ token }) {
        problems.push(`The program calls ${token}, for which the mocks have no answer.`);
        return {};
      },
    },
    "project",
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
      // An `apply` registers its resources only after the response that it waits for.
      await new Promise((resolve) => setImmediate(resolve));
    } while (stack.resources.length > seen);
  });
  if (rejections.length > 0) throw explained(rejections[0]);
  await Promise.all(stack.resources.map(({ inputs }) => resolvePaths(inputs)));
  if (problems.length > 0) throw new Error(problems.join("\n"));
  return stack;
}

/** Says in one line what Pulumi says in ten about an Output that is used as a string. */
function explained(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const [, property, method] =
    /^(?:error serializing property "(\w+)": )?Calling \[(toString|toJSON)\] on an \[Output/.exec(error.message) ?? [];
  if (!method) return error;
  const instead = method === "toJSON" ? "pulumi.jsonStringify" : "pulumi.interpolate";
  const message = property
    ? `${property} contains a whole resource, where only one of its properties can be, e.g. its arn`
    : `an Output is used as if it were a string, but its value is known only later: use ${instead}`;
  const frames = error.stack?.split("\n").filter((line) => /^\s+at /.test(line)) ?? [];
  return Object.assign(new Error(message, { cause: error }), { stack: [`Error: ${message}`, ...frames].join("\n") });
}

/** Pulumi keeps an archive's path as a promise; tests want to compare the path itself. */
async function resolvePaths(inputs: Record<string, unknown>): Promise<void> {
  for (const value of Object.values(inputs)) {
    if (value instanceof pulumi.asset.FileArchive) Object.assign(value, { path: await value.path });
  }
}

/**
 * The errors raised while `work` ran. Pulumi drops the promise of a resource whose inputs failed, and whatever depends
 * on that resource never settles, so the first unhandled rejection ends the wait.
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
  // Node reports a rejection at the end of the turn.
  await new Promise((resolve) => setImmediate(resolve));
  process.removeAllListeners("unhandledRejection");
  for (const other of others) process.on("unhandledRejection", other);
  return rejections;
}

/** What Pulumi's types leave out: the mocked monitor, and the wait for its pending calls. */
function mockRuntime() {
  type Callback = (error: Error | null, response?: RegisterResponse) => void;
  const runtime = pulumi.runtime as unknown as {
    getMonitor(): { registerResource(request: RegisterRequest, callback: Callback): void };
    waitForRPCs(): Promise<void>;
  };
  return { monitor: runtime.getMonitor(), waitForRPCs: runtime.waitForRPCs };
}

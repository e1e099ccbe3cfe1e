import * as grpc from "@grpc/grpc-js";
import { runtime } from "@pulumi/pulumi";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import * as settings from "@pulumi/pulumi/runtime/settings.js";
import * as localState from "@pulumi/pulumi/runtime/state.js";
import type { Constructions } from "./constructions.ts";
import type { Deployment } from "./deployment.ts";
import type { Problem } from "./errors.ts";
import type { MonitorServer } from "./monitor.ts";
import { sourceLineOf } from "./source-line.ts";
import { sparingStackTraces } from "./stack-traces.ts";

/** Makes resources; what it gives are the stack's outputs. */
export type Program = () => unknown;

export interface ProgramRun {
  project: string;
  stack: string;
  preview: boolean;
  /** Closed at the end, while errors of the program are still heard. */
  monitor: MonitorServer;
  /** As `pulumi.Config` finds it, keys with their namespace. */
  config: Record<string, string>;
  secretKeys: string[];
  constructions: Constructions;
}

/**
 * Runs a Pulumi program in this process, unchanged, until all it registers is registered or the
 * deployment has stopped. It has Pulumi's runtime to itself, so that programs may follow each
 * other, and one that hangs does not reach into the next.
 */
export async function runProgram(program: Program, run: ProgramRun, deployment: Deployment): Promise<void> {
  let ended = false;
  /** What fails after the end fails because of it. */
  const fail = (error: unknown) => {
    if (!ended) deployment.fail(problemOf(error));
  };
  const unhandled = holdUnhandledErrors(fail);
  try {
    await sparingStackTraces(() =>
      withRuntime(async () => {
        runtime.resetOptions(
          run.project,
          run.stack,
          -1,
          run.monitor.address,
          run.monitor.address,
          run.preview,
          "organization",
        );
        runtime.setAllConfig(run.config, run.secretKeys);
        const clients = runtimeClients();
        clients.engine = quiet(new engineGrpc.EngineClient(run.monitor.address, grpc.credentials.createInsecure()));
        const finished = runtime
          .runInPulumiStack(async () => {
            runtime.registerStackTransformation(({ type, name }) => {
              run.constructions.note(type, name);
              return undefined;
            });
            return outputsOf(await program());
          })
          // Only what ends waits for its registrations: after a failure some of them never end.
          .then(() => waitForRegistrations())
          .catch(fail);
        await Promise.race([finished, deployment.stopped]);
        // An error in an apply is raised a turn later, as a rejection that nobody handles.
        await turns(2);
        await deployment.settle().catch(() => {});
        ended = true;
        const closed = run.monitor.close();
        settings.disconnectSync();
        clients.monitor?.close();
        clients.engine.close();
        await closed;
        // What was still open ends with an error now, of which only the runtime need know.
        await turns(2);
      }),
    );
  } finally {
    unhandled.release();
  }
}

interface RuntimeClients {
  monitor?: grpc.Client;
  engine?: engineGrpc.EngineClient;
}

/** Where Pulumi's runtime keeps its clients for the program that runs. */
function runtimeClients(): RuntimeClients {
  return (localState as unknown as { getStore: () => { settings: RuntimeClients } }).getStore().settings;
}

/**
 * Keeps what the runtime logs for its own debugging from being sent: several messages for each
 * resource, one after the other, to be thrown away at the other end.
 */
function quiet(client: engineGrpc.EngineClient): engineGrpc.EngineClient {
  const log = client.log.bind(client) as (request: LogRequest, done: () => void) => unknown;
  client.log = ((request: LogRequest, done: () => void) => {
    if (request.getSeverity() === engineMessages.LogSeverity.DEBUG) done();
    else log(request, done);
  }) as unknown as typeof client.log;
  return client;
}

type LogRequest = InstanceType<typeof engineMessages.LogRequest>;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Pulumi keeps what belongs to one program in a store of its own, for its Automation API; its types do not show it. */
function withRuntime(callback: () => Promise<void>): Promise<void> {
  const { withLocalStorage } = localState as unknown as {
    withLocalStorage: (run: () => Promise<void>) => Promise<void>;
  };
  return withLocalStorage(callback);
}

/** Until every registration is answered; internal to Pulumi's runtime, as what belongs to its language host. */
function waitForRegistrations(): Promise<void> {
  return (settings as unknown as { waitForRPCs: () => Promise<void> }).waitForRPCs();
}

/** A module's exports are outputs as they are; what is no map is no output. */
function outputsOf(result: unknown): Record<string, unknown> {
  if (typeof result !== "object" || result === null) return {};
  return { ...result };
}

/**
 * While a program runs, its unhandled errors are the deployment's: they neither end the process
 * nor reach other listeners.
 */
function holdUnhandledErrors(onError: (error: unknown) => void): { release: () => void } {
  const event = "unhandledRejection";
  const others = process.rawListeners(event) as NodeJS.UnhandledRejectionListener[];
  process.removeAllListeners(event);
  const listener = (error: unknown) => {
    if (!isConnectionEnd(error)) onError(error);
  };
  process.on(event, listener);
  return {
    release() {
      process.off(event, listener);
      for (const other of others) process.on(event, other);
    },
  };
}

/** Calls that were open when the monitor closed: UNAVAILABLE or CANCELLED. */
function isConnectionEnd(error: unknown): boolean {
  const code = (error as { code?: unknown } | undefined)?.code;
  return code === 14 || code === 1;
}

interface ProgramError {
  message?: string;
  stack?: string;
  propertyPath?: string;
  reason?: string;
  errors?: Array<{ propertyPath: string; reason: string }>;
  __pulumiRunError?: boolean;
  __pulumiInputPropertyError?: boolean;
  __pulumiInputPropertiesError?: boolean;
}

/** The error as the program's author needs it: what, and at which line of theirs; a RunError says all by itself. */
function problemOf(thrown: unknown): Problem {
  const error = (thrown ?? {}) as ProgramError;
  const source = error.__pulumiRunError ? undefined : sourceLineOf(error.stack);
  return { message: messageOf(error, thrown), ...(source && { source }) };
}

function messageOf(error: ProgramError, thrown: unknown): string {
  if (error.__pulumiInputPropertyError) return `${error.propertyPath}: ${error.reason}`;
  if (error.__pulumiInputPropertiesError) {
    const parts = (error.errors ?? []).map(({ propertyPath, reason }) => `${propertyPath}: ${reason}`);
    return [error.message, ...parts].filter(Boolean).join("; ");
  }
  return error.message || String(thrown);
}

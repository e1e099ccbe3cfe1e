import * as grpc from "@grpc/grpc-js";
import { runtime } from "@pulumi/pulumi";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import * as settings from "@pulumi/pulumi/runtime/settings.js";
import * as localState from "@pulumi/pulumi/runtime/state.js";
import { callLoopbackWithoutProxy } from "../loopback-without-proxy.ts";
import type { Constructions } from "./constructions.ts";
import type { Deployment } from "./deployment.ts";
import type { Problem } from "./errors.ts";
import type { MonitorServer } from "./monitor.ts";
import { inOwnRun } from "./run-owner.ts";
import { sourceLineOf } from "./source-line.ts";
import { withoutRuntimeStackTraces } from "./stack-traces.ts";

/** Constructs resources. Returns the stack's outputs. */
export type Program = () => unknown;

export interface ProgramRun {
  project: string;
  stack: string;
  preview: boolean;
  /** Closed at the end, while errors of the program are still caught. */
  monitor: MonitorServer;
  /** Values for `pulumi.Config`, under namespaced keys. */
  config: Record<string, string>;
  secretKeys: string[];
  constructions: Constructions;
}

/**
 * Runs an unchanged Pulumi program in this process until everything is registered or the deployment has stopped. Each
 * program has its own instance of Pulumi's runtime, and its rejections are known as its own, so one that goes on does not
 * affect the next.
 */
export function runProgram(program: Program, run: ProgramRun, deployment: Deployment): Promise<void> {
  return inOwnRun(() => runUntilEnd(program, run, deployment));
}

/** Whether the program has ended by itself. */
async function runUntilEnd(program: Program, run: ProgramRun, deployment: Deployment): Promise<boolean> {
  let byItself = false;
  let ended = false;
  /** After the end, calls fail because the monitor is closed. */
  const fail = (error: unknown) => {
    if (!ended) deployment.fail(problemOf(error));
  };
  const unhandled = catchUnhandledRejections(fail);
  try {
    await withoutRuntimeStackTraces(() =>
      withRuntime(async () => {
        callLoopbackWithoutProxy();
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
        clients.engine = withoutDebugLog(
          new engineGrpc.EngineClient(run.monitor.address, grpc.credentials.createInsecure()),
        );
        const finished = runtime
          .runInPulumiStack(async () => {
            runtime.registerStackTransformation(({ type, name }) => {
              run.constructions.add(type, name);
              return undefined;
            });
            return outputsOf(await program());
          })
          // Waits for the registrations only if the program succeeds: after a failure some of them never end.
          .then(() => waitForRegistrations())
          .then(() => {
            byItself = true;
          })
          .catch(fail);
        await Promise.race([finished, deployment.stopped]);
        // An error in an apply becomes an unhandled rejection a turn later.
        await turns(2);
        await deployment.settle().catch(() => {});
        ended = true;
        const closed = run.monitor.close();
        const { monitor, engine } = clients;
        settings.disconnectSync();
        if (monitor) end(monitor, () => {});
        // Messages wait for each other, even those of a later program.
        if (engine) end(engine, (_request, done) => done());
        // Otherwise the runtime would connect again.
        Object.assign(clients, { monitor, engine });
        await closed;
        // Calls that were open end with an error now, which is not a problem of the program.
        await turns(2);
      }),
    );
  } finally {
    unhandled.release();
  }
  return byItself;
}

interface RuntimeClients {
  monitor?: grpc.Client;
  engine?: engineGrpc.EngineClient;
}

/** The clients of Pulumi's runtime for the running program. */
function runtimeClients(): RuntimeClients {
  return (localState as unknown as { getStore: () => { settings: RuntimeClients } }).getStore().settings;
}

/** Drops the runtime's debug messages: it sends several for each resource, one after the other, which nothing reads. */
function withoutDebugLog(client: engineGrpc.EngineClient): engineGrpc.EngineClient {
  const log = client.log.bind(client) as (request: LogRequest, done: () => void) => unknown;
  client.log = ((request: LogRequest, done: () => void) => {
    if (request.getSeverity() === engineMessages.LogSeverity.DEBUG) done();
    else log(request, done);
  }) as unknown as typeof client.log;
  return client;
}

/**
 * Closes a client. A program that was stopped may still be running, for example while it waits for a bundler, and call
 * later. `answer` decides about such calls. An error would be an unhandled rejection, which ends the process.
 */
function end(client: grpc.Client, answer: (request: unknown, done: () => void) => void): void {
  client.close();
  const methods = client as unknown as Record<string, unknown>;
  for (const name of Object.keys(Object.getPrototypeOf(client) as object)) methods[name] = answer;
}

type LogRequest = InstanceType<typeof engineMessages.LogRequest>;

async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** Pulumi has a store for each program, for its Automation API. Its types do not declare it. */
function withRuntime(callback: () => Promise<void>): Promise<void> {
  const { withLocalStorage } = localState as unknown as {
    withLocalStorage: (run: () => Promise<void>) => Promise<void>;
  };
  return withLocalStorage(callback);
}

/** Waits until every registration has a response. Internal to Pulumi's runtime, for its language host. */
function waitForRegistrations(): Promise<void> {
  return (settings as unknown as { waitForRPCs: () => Promise<void> }).waitForRPCs();
}

/** A module's exports are the outputs. A result that is not an object has none. */
function outputsOf(result: unknown): Record<string, unknown> {
  if (typeof result !== "object" || result === null) return {};
  return { ...result };
}

/** Catches unhandled rejections while a program runs, so that they neither end the process nor reach other listeners. */
function catchUnhandledRejections(onError: (error: unknown) => void): { release: () => void } {
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

/** Whether a call was open when the monitor closed: UNAVAILABLE or CANCELLED. */
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

/** The error with its line in the program. A RunError is complete without. */
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

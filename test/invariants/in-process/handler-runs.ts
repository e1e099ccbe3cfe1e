import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SNSClient } from "@aws-sdk/client-sns";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { vi } from "vitest";
import type { Answer, Call } from "./calls.ts";
import type { Wiring } from "./wiring.ts";

/** A run of a handler, as far as it has come: what it was given, and what its calls were answered. */
export interface Run {
  functionName: string;
  event: object;
  /** What the run's random ids begin with. */
  chance: string;
  answers: readonly Answer[];
}

/** What the run does next. */
export type Next = { call: Call } | { returned: unknown } | { threw: string };

type Handler = (event: object, context: object) => Promise<unknown>;
type Send = (command: object & { input: unknown }) => Promise<unknown>;

const clients = { dynamodb: DynamoDBDocumentClient, events: EventBridgeClient, sns: SNSClient };
const now = new Date("2026-01-01T12:00:00Z");

/**
 * Runs handlers in this process, one call at a time. A handler is a function of its event and its
 * answers, so a run that waits is nothing but these, and going on is running it once more from its start.
 */
export class HandlerRuns {
  readonly #wiring: Wiring;
  readonly #handlers = new Map<string, Handler>();
  #send: Send = () => Promise.reject(new Error("No handler runs, and one makes a call."));
  #chance = () => "";

  /** What the process's environment was before. */
  readonly #environment = { ...process.env };

  /** The document client's own `send`, before it was ours. */
  readonly documentSend = DynamoDBDocumentClient.prototype.send;

  static async create(wiring: Wiring): Promise<HandlerRuns> {
    const runs = new HandlerRuns(wiring);
    // The observed handlers of step 11 write logs and metrics: not here.
    Object.assign(process.env, { POWERTOOLS_LOG_LEVEL: "SILENT", POWERTOOLS_METRICS_DISABLED: "true" });
    for (const [name, { handler }] of wiring.functions) {
      // Each function has its own of every module, as in Lambda.
      vi.resetModules();
      const [service, folder, file] = handler.split("/") as [string, string, string];
      const module = (await import(`../../../services/${service}/${folder}/${file}.ts`)) as { handler: Handler };
      runs.#handlers.set(name, module.handler);
    }
    return runs;
  }

  private constructor(wiring: Wiring) {
    this.#wiring = wiring;
    for (const [service, client] of Object.entries(clients)) {
      vi.spyOn(client.prototype, "send").mockImplementation(((command: Parameters<Send>[0]) =>
        this.#send(Object.assign(command, { service }))) as never);
    }
    vi.spyOn(globalThis.crypto, "randomUUID").mockImplementation(() => this.#chance() as never);
    vi.useFakeTimers({ toFake: ["Date"], now });
  }

  /** A random id, of the run that draws it. `vi.mock` puts this in the place of `randomUUID`. */
  randomId(): string {
    return this.#chance();
  }

  async next({ functionName, event, chance, answers }: Run): Promise<Next> {
    const { environment } = this.#wiring.functions.get(functionName)!;
    Object.assign(process.env, environment);
    let made = 0;
    let drawn = 0;
    this.#chance = () => `${chance}-${drawn++}`;
    return new Promise((resolve) => {
      this.#send = (command) => {
        const answer = answers[made++];
        if (!answer) {
          resolve({ call: callOf(command as never) });
          return new Promise(() => {});
        }
        return "error" in answer ? Promise.reject(answer.error) : Promise.resolve(structuredClone(answer.output));
      };
      const context = { functionName, awsRequestId: chance, functionVersion: "1", memoryLimitInMB: "256" };
      this.#handlers.get(functionName)!(structuredClone(event), context).then(
        (returned) => resolve({ returned }),
        (error: Error) => resolve({ threw: error.message }),
      );
    });
  }

  /** Gives back the SDK, the clock and the environment; the next test file loads its modules anew. */
  end(): void {
    vi.restoreAllMocks();
    vi.useRealTimers();
    vi.resetModules();
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.#environment);
  }
}

function callOf(command: { service: Call["service"]; input: unknown }): Call {
  // A call as it was sent, whatever the handler does with its input afterwards.
  const input = structuredClone(command.input);
  return { service: command.service, operation: command.constructor.name.replace(/Command$/, ""), input, command };
}

import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SNSClient } from "@aws-sdk/client-sns";
import { DynamoDBDocumentClient } from "@aws-sdk/lib-dynamodb";
import { vi } from "vitest";
import type { Call, CallResult, HttpAnswer, HttpInput } from "./calls.ts";
import type { Wiring } from "./wiring.ts";

/** A run of a handler that has not ended: its input, and the results of its calls so far. */
export interface Run {
  functionName: string;
  event: object;
  /** The prefix of the random ids that the run generates. */
  idPrefix: string;
  results: readonly CallResult[];
}

/** What a run does next: it makes a call, returns or throws. */
export type NextAction = { call: Call } | { returned: unknown } | { threw: string };

type Handler = (event: object, context: object) => Promise<unknown>;
type Send = (call: Call) => Promise<unknown>;

const clients = { dynamodb: DynamoDBDocumentClient, events: EventBridgeClient, sns: SNSClient };
/** What Lambda adds to every function's environment, and what keeps Powertools quiet. */
const givenEnvironment = {
  AWS_REGION: "us-east-1",
  AWS_ACCESS_KEY_ID: "key",
  AWS_SECRET_ACCESS_KEY: "secret",
  POWERTOOLS_LOG_LEVEL: "SILENT",
  POWERTOOLS_METRICS_DISABLED: "true",
};

/** The time at which all handlers run. */
export const now = new Date("2026-01-01T12:00:00Z");

/**
 * Runs handlers in this process, one call at a time. A handler is a function of its event and the results
 * of its calls, so these are all there is to store of a suspended run. To resume it, the runner replays it from its start.
 * A handler runs without its middleware: an event that it can never handle is a failed event.
 */
export class HandlerRunner {
  readonly #wiring: Wiring;
  readonly #handlers = new Map<string, Handler>();
  #send: Send = () => Promise.reject(new Error("A call was made while no handler is running."));
  #nextId = () => "";

  /** The process's environment, to be restored. */
  readonly #environment = { ...process.env };

  /** The document client's own `send`, from before it was mocked. */
  readonly documentSend = DynamoDBDocumentClient.prototype.send;

  static async create(wiring: Wiring): Promise<HandlerRunner> {
    const runner = new HandlerRunner(wiring);
    Object.assign(process.env, givenEnvironment);
    for (const [name, { handler }] of wiring.functions) {
      // Functions share no module instances, as in Lambda.
      vi.resetModules();
      const [service, folder, file] = handler.split("/") as [string, string, string];
      const module = (await import(`../../../services/${service}/${folder}/${file}.ts`)) as { handler: Handler };
      runner.#handlers.set(name, module.handler);
    }
    return runner;
  }

  private constructor(wiring: Wiring) {
    this.#wiring = wiring;
    for (const [service, client] of Object.entries(clients)) {
      vi.spyOn(client.prototype, "send").mockImplementation(((command: Required<Call>["command"]) =>
        this.#send(sdkCall(service as Call["service"], command))) as never);
    }
    vi.spyOn(globalThis, "fetch").mockImplementation(async (url, request) => {
      const answer = (await this.#send(this.#httpCall(String(url), request!))) as HttpAnswer;
      return new Response(answer.body, { status: answer.statusCode });
    });
    // The exploration decides which answer is lost, not the time that it takes.
    vi.spyOn(AbortSignal, "timeout").mockReturnValue(new AbortController().signal);
    // What handlers log is of no interest, and would come many thousand times.
    vi.spyOn(console, "log").mockReturnValue();
    vi.spyOn(globalThis.crypto, "randomUUID").mockImplementation(() => this.#nextId() as never);
    vi.useFakeTimers({ toFake: ["Date"], now });
  }

  /** The current run's next random id. Tests replace `randomUUID` with this, using `vi.mock`. */
  randomId(): string {
    return this.#nextId();
  }

  async next({ functionName, event, idPrefix, results }: Run): Promise<NextAction> {
    const { environment } = this.#wiring.functions.get(functionName)!;
    Object.assign(process.env, environment);
    let calls = 0;
    let ids = 0;
    this.#nextId = () => `${idPrefix}-${ids++}`;
    return new Promise((resolve) => {
      this.#send = (call) => {
        const result = results[calls++];
        if (!result) {
          resolve({ call });
          return new Promise(() => {});
        }
        return "error" in result ? Promise.reject(result.error) : Promise.resolve(structuredClone(result.output));
      };
      const context = { functionName, awsRequestId: idPrefix, functionVersion: "1", memoryLimitInMB: "256" };
      this.#handlers.get(functionName)!(structuredClone(event), context).then(
        (returned) => resolve({ returned }),
        (error: Error) => resolve({ threw: error.message }),
      );
    });
  }

  /** Restores the SDK, the clock and the environment, and makes the next test file load its own modules. */
  restore(): void {
    vi.restoreAllMocks();
    vi.useRealTimers();
    vi.resetModules();
    for (const name of Object.keys(process.env)) delete process.env[name];
    Object.assign(process.env, this.#environment);
  }

  /** A request to another function's URL, as Lambda passes it to that function. */
  #httpCall(url: string, { method = "GET", headers, body }: RequestInit): Call {
    const { host, pathname: path } = new URL(url);
    const functionName = this.#wiring.urls.get(host);
    if (!functionName) throw new Error(`A handler calls ${url}, which is the URL of no function.`);
    const isSignature = (name: string) => /^(host|authorization|x-amz-.*)$/i.test(name);
    const own = Object.entries(headers as Record<string, string>).filter(([name]) => !isSignature(name));
    const event = { requestContext: { http: { method, path } }, headers: Object.fromEntries(own), body };
    const input: HttpInput = { functionName, event };
    return { service: "http", operation: `${method} ${path}`, input };
  }
}

function sdkCall(service: Call["service"], command: { input: unknown }): Call {
  // A copy, since the handler may change its input afterwards.
  const input = structuredClone(command.input);
  return { service, operation: command.constructor.name.replace(/Command$/, ""), input, command };
}

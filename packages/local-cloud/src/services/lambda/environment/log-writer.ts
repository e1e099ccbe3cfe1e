import type { Account } from "../../../core/account.ts";
import { AwsError } from "../../../core/aws-error.ts";
import type { Principal } from "../../../core/principal.ts";
import type { Environment } from "./environment.ts";
import type { LogEvent } from "./log-buffer.ts";

/**
 * Writes an environment's log lines to its log stream, as the function's role. Without the
 * permissions, or without a log group and the permission to create it, the lines are dropped and
 * the function still runs ("Sending Lambda function logs to CloudWatch Logs").
 */
export class LogWriter {
  readonly #account: Account;
  /** Environments whose stream exists. */
  readonly #streams = new WeakSet<Environment>();
  /** The last write to each stream: the next one waits for it. */
  readonly #last = new WeakMap<Environment, Promise<void>>();

  constructor(account: Account) {
    this.#account = account;
  }

  /** Resolves when the lines are written or dropped. */
  write(environment: Environment, events: LogEvent[]): Promise<void> {
    if (events.length === 0) return Promise.resolve();
    const written = (this.#last.get(environment) ?? Promise.resolve()).then(() => this.#put(environment, events));
    this.#last.set(environment, written);
    return this.#account.activity.track(written);
  }

  async #put(environment: Environment, events: LogEvent[]): Promise<void> {
    try {
      if (!this.#streams.has(environment)) await this.#createStream(environment);
      this.#streams.add(environment);
      for (const logEvents of batches(events)) await this.#call(environment, "PutLogEvents", { logEvents });
    } catch (error) {
      if (!(error instanceof AwsError)) throw error;
      // The group may have been deleted, so the next write has to create the stream again.
      this.#streams.delete(environment);
    }
  }

  async #createStream(environment: Environment): Promise<void> {
    try {
      await this.#createIfMissing(environment, "CreateLogStream");
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ResourceNotFoundException") throw error;
      await this.#createIfMissing(environment, "CreateLogGroup");
      await this.#createIfMissing(environment, "CreateLogStream");
    }
  }

  async #createIfMissing(environment: Environment, operation: string): Promise<void> {
    try {
      await this.#call(environment, operation, {});
    } catch (error) {
      if (!(error instanceof AwsError) || error.code !== "ResourceAlreadyExistsException") throw error;
    }
  }

  async #call(environment: Environment, operation: string, input: object): Promise<void> {
    const { logGroup: logGroupName, logStream: logStreamName, roleName, functionName } = environment.spec;
    const stream = operation === "CreateLogGroup" ? {} : { logStreamName };
    // Without functionName: Lambda itself makes this call, and no fault for the handler's calls is injected.
    const principal: Principal = { kind: "role", accountId: this.#account.id, roleName, sessionName: functionName };
    await this.#account.call({ service: "logs", operation, input: { logGroupName, ...stream, ...input }, principal });
  }
}

/** PutLogEvents takes up to 10,000 events and 1,048,576 bytes, with 26 bytes of overhead per event. */
function* batches(events: LogEvent[]): Generator<LogEvent[]> {
  let batch: LogEvent[] = [];
  let size = 0;
  for (const event of events) {
    const eventSize = Buffer.byteLength(event.message) + 26;
    if (batch.length === 10_000 || size + eventSize > 1_048_576) {
      yield batch;
      batch = [];
      size = 0;
    }
    batch.push(event);
    size += eventSize;
  }
  if (batch.length > 0) yield batch;
}

import type { Account } from "../../../core/account.ts";
import { codeFolder } from "../code/code-store.ts";
import { compiledFolder } from "../code/compiled-code.ts";
import { type FunctionRecord, roleNameOf } from "../functions.ts";
import type { FilledOptions } from "../options.ts";
import { Environment, type EnvironmentSpec } from "./environment.ts";
import { LogBuffer } from "./log-buffer.ts";
import { readyProcesses } from "./ready-processes.ts";
import { environmentVariables } from "./variables.ts";
import { startWatchdog } from "./watchdog.ts";

/** A run that waits for an environment. */
interface Waiter {
  name: string;
  /** Another function waits for this run, and holds its own environment until then. */
  nested: boolean;
  give: (environment: Environment | undefined) => void;
}

/** A run longer than this is not expected to end soon: events that wait for its environment get another one. */
const longRunMs = 250;
/** How often to check for long runs while events wait. */
const checkMs = 50;
/** While other functions wait for an environment, one handles this many events before it makes room. */
const mostEventsInTurn = 20;

/**
 * All environments of an account. A laptop is smaller than AWS, so their number is limited. Beyond
 * the limit, events wait in order of arrival; none is refused. Events also wait while the runs of
 * their own function are short: one more environment would have no processor to run on, and would
 * first load and compile the whole bundle.
 */
export class Fleet {
  readonly #account: Account;
  readonly #options: FilledOptions;
  readonly #lookUp: (name: string) => FunctionRecord | undefined;
  readonly #idle = new Set<Environment>();
  readonly #busy = new Set<Environment>();
  /** Started ahead of time, not ready yet. */
  readonly #starting = new Set<Environment>();
  readonly #waiters: Waiter[] = [];
  #stopChecking: (() => void) | undefined;
  #closed = false;

  constructor(account: Account, options: FilledOptions, lookUp: (name: string) => FunctionRecord | undefined) {
    this.#account = account;
    this.#options = options;
    this.#lookUp = lookUp;
    readyProcesses.open();
  }

  /**
   * An environment for one event of this function, undefined if the function is deleted. Return it with `release`.
   * Waiting for one is not activity: the runs that have one may themselves wait for time to pass.
   */
  acquire(name: string, nested = false): Promise<Environment | undefined> {
    this.#retireIdle();
    const given = new Promise<Environment | undefined>((give) => {
      this.#waiters.push({ name, nested, give });
      this.#serve();
    });
    return this.#account.activity.waiting(given);
  }

  /** Marks the current run as long: events that wait for this environment get another one, if there is room. */
  markLongRun(environment: Environment): void {
    environment.busySince = Number.NEGATIVE_INFINITY;
    this.#serve();
  }

  release(environment: Environment): void {
    environment.lastUsedAt = this.#account.clock.now();
    this.#busy.delete(environment);
    if (environment.alive) this.#idle.add(environment);
    this.#serve();
  }

  /** Starts an environment ahead of time if there is room; retires none to make room. */
  startAhead(record: FunctionRecord): void {
    if (this.#closed || this.#size >= this.#options.environments) return;
    const environment = this.#start(record);
    environment.markInitializedAhead();
    this.#starting.add(environment);
    void environment.initialized.then(() => {
      if (!this.#starting.delete(environment)) return;
      environment.lastUsedAt = this.#account.clock.now();
      if (environment.alive && !this.#closed) this.#idle.add(environment);
      this.#serve();
    });
  }

  /** Retires unused environments of other generations than `generation`; all of them if it is missing. */
  retireOld(name: string, generation?: string): void {
    for (const environment of [...this.#idle, ...this.#starting]) {
      if (environment.spec.functionName === name && environment.spec.generation !== generation)
        this.#retire(environment);
    }
    this.#serve();
  }

  async crash(environmentId: string): Promise<void> {
    for (const environment of this.#busy) if (environment.spec.id === environmentId) await environment.crash();
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopChecking?.();
    const all = [...this.#idle, ...this.#busy, ...this.#starting];
    readyProcesses.close();
    await Promise.all(all.map((environment) => environment.retire()));
  }

  get #size(): number {
    return this.#idle.size + this.#busy.size + this.#starting.size;
  }

  /** Gives environments to the waiting events, in order of arrival. */
  #serve(): void {
    if (this.#closed) return;
    for (let i = 0; i < this.#waiters.length; ) {
      const { name, nested } = this.#waiters[i]!;
      const record = this.#lookUp(name);
      const environment = record && this.#find(record, nested);
      if (environment || !record) {
        const [waiter] = this.#waiters.splice(i, 1);
        if (environment) this.#assign(environment);
        waiter!.give(environment);
      } else i++;
    }
    if (this.#waiters.length > 0) this.#checkAgain();
  }

  #assign(environment: Environment): void {
    const othersWait = this.#waiters.some(({ name }) => name !== environment.spec.functionName);
    environment.eventsInTurn = othersWait ? environment.eventsInTurn + 1 : 0;
    environment.busySince = performance.now();
    this.#busy.add(environment);
  }

  #find(record: FunctionRecord, nested: boolean): Environment | undefined {
    return this.#takeIdle(record) ?? this.#takeStarting(record) ?? this.#startForEvent(record, nested);
  }

  /** The one used last, so that the others may be idle long enough to be retired. */
  #takeIdle(record: FunctionRecord): Environment | undefined {
    let warm: Environment | undefined;
    for (const environment of this.#idle) {
      if (!isFor(environment, record)) continue;
      if (environment.spec.generation === record.generation) warm = environment;
      else this.#retire(environment);
    }
    if (warm) this.#idle.delete(warm);
    return warm;
  }

  #takeStarting(record: FunctionRecord): Environment | undefined {
    for (const environment of this.#starting) {
      if (!isFor(environment, record) || environment.spec.generation !== record.generation) continue;
      this.#starting.delete(environment);
      return environment;
    }
    return undefined;
  }

  #startForEvent(record: FunctionRecord, nested: boolean): Environment | undefined {
    const own = this.#count(record.name);
    if (own > 0 && !this.#worthAnother(record)) return undefined;
    // If callers that wait for a nested run held all environments, none would ever be released.
    const limit = this.#options.environments * (nested ? 2 : 1);
    if (this.#size >= limit && !this.#makeRoom(own)) return undefined;
    return this.#start(record);
  }

  /** For a function whose environments are all busy. */
  #worthAnother({ name }: FunctionRecord): boolean {
    // In serial mode, where runs repeat exactly, the machine's speed must not decide.
    if (this.#account.faults.turn) return true;
    const longAgo = performance.now() - longRunMs;
    for (const { spec, busySince } of this.#busy) if (spec.functionName === name && busySince > longAgo) return false;
    return true;
  }

  /**
   * Retires the environment that has been idle longest. For a function that has environments itself (`own`), only
   * functions that have at least two more give one up. Starting an environment takes far longer than a short run, so one
   * that events wait for first handles a number of them.
   */
  #makeRoom(own: number): boolean {
    const wanted = new Set(this.#waiters.map(({ name }) => name));
    let victim: Environment | undefined;
    for (const environment of this.#idle) {
      if (own > 0 && this.#count(environment.spec.functionName) <= own + 1) continue;
      if (wanted.has(environment.spec.functionName) && environment.eventsInTurn < mostEventsInTurn) continue;
      if (!victim || environment.lastUsedAt < victim.lastUsedAt) victim = environment;
    }
    if (victim) this.#retire(victim);
    return victim !== undefined;
  }

  #count(name: string): number {
    let count = 0;
    for (const all of [this.#idle, this.#busy, this.#starting]) {
      for (const environment of all) if (environment.spec.functionName === name) count++;
    }
    return count;
  }

  #checkAgain(): void {
    this.#stopChecking ??= startWatchdog(checkMs, () => {
      this.#stopChecking = undefined;
      this.#serve();
    });
  }

  #start(record: FunctionRecord): Environment {
    const { clock, random } = this.#account;
    const { MemorySize, Handler, Runtime, Timeout, LoggingConfig } = record.configuration;
    const id = random.hex(32);
    const day = new Date(clock.now()).toISOString().slice(0, 10).replaceAll("-", "/");
    const logStream = `${day}/[$LATEST]${id}`;
    const taskRoot = codeFolder(this.#account, record.code);
    const log = new LogBuffer(clock, {
      format: LoggingConfig.LogFormat,
      systemLevel: LoggingConfig.SystemLogLevel ?? "INFO",
    });
    log.initStart(Runtime);
    const spec: EnvironmentSpec = {
      id,
      functionName: record.name,
      functionArn: record.arn,
      generation: record.generation,
      handler: Handler,
      taskRoot,
      compiledFolder: compiledFolder(taskRoot, this.#options.compiledCode, MemorySize),
      variables: environmentVariables(this.#account, record, { environmentId: id, logStream, taskRoot }),
      memoryMb: MemorySize,
      timeoutMs: Timeout * 1000,
      timeoutScale: this.#options.timeoutScale,
      callbacks: Number(/^nodejs(\d+)/.exec(Runtime)?.[1] ?? 24) < 24,
      roleName: roleNameOf(record.configuration.Role),
      logGroup: LoggingConfig.LogGroup,
      logStream,
      jsonLogs: LoggingConfig.LogFormat === "JSON",
      logLevel: LoggingConfig.ApplicationLogLevel ?? "INFO",
    };
    const process = readyProcesses.take(MemorySize, record.configuration.Variables ?? {});
    const environment = new Environment(spec, process, log);
    void environment.initialized.then(() => readyProcesses.prepare(MemorySize));
    return environment;
  }

  #retire(environment: Environment): void {
    this.#idle.delete(environment);
    this.#starting.delete(environment);
    void environment.retire();
  }

  #retireIdle(): void {
    const before = this.#account.clock.now() - this.#options.idleMs;
    for (const environment of this.#idle) if (environment.lastUsedAt < before) this.#retire(environment);
  }
}

function isFor(environment: Environment, record: FunctionRecord): boolean {
  return environment.spec.functionName === record.name;
}

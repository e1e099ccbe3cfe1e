import { randomInt } from "node:crypto";
import { join } from "node:path";
import { createAccount, type LocalAccount, serviceNames } from "../account.ts";
import type { Credentials } from "../core/account.ts";
import { Activity } from "../core/activity.ts";
import type { Clock } from "../core/clock.ts";
import { MemoryStore } from "../core/memory-store.ts";
import { Random } from "../core/random.ts";
import { RealClock } from "../core/real-clock.ts";
import type { Route, ServiceName } from "../core/service.ts";
import type { Store } from "../core/store.ts";
import { VirtualClock } from "../core/virtual-clock.ts";
import { type Endpoint, startEndpoint } from "../endpoint/index.ts";
import { createFaultsRoute, FaultControl, SerialMode } from "../faults/index.ts";
import { sharedCompiledFolder } from "../services/lambda/index.ts";
import { createClockRoute } from "./clock-route.ts";
import type { CloudOptions } from "./cloud-options.ts";
import { findLostCode } from "./find-lost-code.ts";
import { followEndpoint } from "./follow-endpoint.ts";
import { identityOf } from "./identity.ts";
import { createPendingRoute } from "./pending-route.ts";
import { continuedTime, lastTime, saveTime, type TimeSaver } from "./saved-time.ts";

/** A running local cloud: one AWS account behind one port of this machine. */
export interface Cloud extends AsyncDisposable {
  readonly account: LocalAccount;
  /** Unique to this account, unlike its twelve digits; the same after a restart with the same folder. */
  readonly id: string;
  /** E.g. http://127.0.0.1:4567 */
  readonly endpoint: string;
  readonly port: number;
  readonly region: string;
  /** The administrator's. */
  readonly credentials: Credentials;
  /** A start with the same seed draws the same random values. */
  readonly seed: number;
  /** A `VirtualClock` if the options ask for one. */
  readonly clock: Clock;
  /** Faults to inject: none at the start. Also at /_local/faults, over HTTP. */
  readonly faults: FaultControl;
  /** The order of released calls, with the option `serial`. */
  readonly serial: SerialMode | undefined;
  /**
   * The names of the functions whose code is missing or damaged in the folder: calls to them fail until their code is
   * uploaded again.
   */
  findLostCode(): Promise<string[]>;
  /**
   * Waits a limited time for work in flight, stops accepting requests, and unlocks the folder.
   *
   * @param options.drainMs How long to wait, in milliseconds of system time. Default: as given to `startCloud`.
   */
  close(options?: { drainMs?: number }): Promise<void>;
}

/**
 * Starts a local cloud, and resumes the pending work in its folder.
 *
 * @throws FolderError if the folder is in use, damaged or not a local cloud's; Error with code EADDRINUSE if the port is taken
 * @example await using cloud = await startCloud({ folder: ".cloud", port: 4567 });
 */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  if (options.ephemeral && options.folder !== undefined) {
    throw new TypeError(
      "A local cloud cannot both be ephemeral and keep its state in a folder: set only one of these options.",
    );
  }
  const seed = options.seed ?? randomInt(2 ** 31);
  const store = options.store ?? (await openStore(options.folder));
  try {
    return await start(options, seed, store);
  } catch (error) {
    await store.close();
    throw error;
  }
}

async function start(options: CloudOptions, seed: number, store: Store): Promise<Cloud> {
  const activity = options.activity ?? new Activity();
  const systemClock = new RealClock(new Activity());
  const clock = createClock(options, activity, store, systemClock);
  const random = new Random(seed + numberOfStart(store) * 0x9e3779b1);
  const control = new FaultControl({ random: random.fork(), clock });
  const faults = options.faults ?? control;
  const serial = options.serial ? new SerialMode({ faults, random: random.fork() }) : undefined;
  const account = createAccount({
    ...accountOptions(options),
    ...filesFolder(options),
    activity,
    clock,
    random,
    store,
    faults: serial ?? faults,
  });
  let timeSaver: TimeSaver | undefined;
  const routes = [
    createFaultsRoute({ control, seed, hasOperation }),
    createClockRoute(clock, () => timeSaver?.save()),
    createPendingRoute(account),
    ...(options.routes ?? []),
  ];
  const id = identityOf(store);
  const endpoint = await openEndpoint(options, account, routes);
  followEndpoint(store, endpoint.url);
  account.resume();
  timeSaver = options.folder ? saveTime(store, clock, systemClock) : undefined;

  function hasOperation(service: string, operation: string): boolean {
    return (
      serviceNames.includes(service as ServiceName) && operation in account.service(service as ServiceName).operations
    );
  }

  let closing: Promise<void> | undefined;
  const close = ({ drainMs = options.drainMs ?? 5000 }: { drainMs?: number } = {}) => (closing ??= end(drainMs));
  async function end(drainMs: number): Promise<void> {
    // A request that only waits for time to pass, such as a long poll, is not waited for.
    const drained = activity.idle().then(() => Promise.race([endpoint.close(), activity.idle()]));
    await atMost(drainMs, drained, systemClock);
    // If work is still in flight, the endpoint is still open.
    void endpoint.close();
    endpoint.abort();
    timeSaver?.stop();
    await account.close();
  }

  return {
    account,
    id,
    endpoint: endpoint.url,
    port: endpoint.port,
    region: account.region,
    credentials: account.credentials.admin,
    seed,
    clock,
    faults: control,
    serial,
    findLostCode: () => findLostCode(account),
    close,
    [Symbol.asyncDispose]: () => close(),
  };
}

function filesFolder({ filesFolder, folder }: CloudOptions): { dataFolder?: string } {
  if (filesFolder !== undefined) return { dataFolder: filesFolder };
  return folder === undefined ? {} : { dataFolder: join(folder, "data") };
}

async function openStore(folder: string | undefined): Promise<Store> {
  if (folder === undefined) return new MemoryStore();
  // Loaded only when needed: LevelDB is a native module, and most tests use memory.
  const { openStore: open } = await import("../store/index.ts");
  return open(folder);
}

function createClock({ clock = "real" }: CloudOptions, activity: Activity, store: Store, systemClock: Clock): Clock {
  if (clock === "virtual") return new VirtualClock(activity, lastTime(store));
  return new RealClock(activity, clock === "real" ? 1 : clock.scale, continuedTime(store, systemClock));
}

/** 0 for the first start with this state. It makes each start draw different ids. */
function numberOfStart(store: Store): number {
  const counts = store.collection<number>("cloud/starts");
  const number = counts.get("count") ?? 0;
  counts.set("count", number + 1);
  return number;
}

function accountOptions({ accountId, region, credentials, folder, lambda, report }: CloudOptions) {
  return {
    ...(accountId && { id: accountId }),
    ...(region && { region }),
    ...(credentials && { credentials }),
    lambda: { ...(folder === undefined && { compiledCode: sharedCompiledFolder() }), ...lambda },
    ...(report && { report }),
  };
}

async function openEndpoint(
  { port = 0, observer }: CloudOptions,
  account: LocalAccount,
  routes: readonly Route[],
): Promise<Endpoint> {
  try {
    return await startEndpoint(account, { port, routes, ...(observer && { observer }) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    const taken = new Error(`Port ${port} of this machine is taken. Use another port, or 0 for any free one.`);
    throw Object.assign(taken, { code: "EADDRINUSE", cause: error });
  }
}

/** Waits for `work`, but no longer than `ms`. */
async function atMost(ms: number, work: Promise<void>, systemClock: Clock): Promise<void> {
  let stop = () => {};
  const limit = new Promise<void>((resolve) => {
    const timer = systemClock.after(ms, resolve);
    stop = () => timer.cancel();
  });
  await Promise.race([work, limit]);
  stop();
}

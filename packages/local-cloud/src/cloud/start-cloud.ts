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
import { createClockRoute } from "./clock-route.ts";
import type { CloudOptions } from "./cloud-options.ts";
import { createPendingRoute } from "./pending-route.ts";
import { continuedTime, keepTime, lastTime } from "./saved-time.ts";

/** A local cloud that runs: one AWS account behind one port of this machine. */
export interface Cloud extends AsyncDisposable {
  readonly account: LocalAccount;
  /** E.g. http://127.0.0.1:4567 */
  readonly endpoint: string;
  readonly port: number;
  readonly region: string;
  /** The administrator's. */
  readonly credentials: Credentials;
  /** Start with it again, and chance falls the same way. */
  readonly seed: number;
  /** A `VirtualClock` if that was asked for. */
  readonly clock: Clock;
  /** What is made to go wrong: nothing, to begin with. Also reached by HTTP, at /_local/faults. */
  readonly faults: FaultControl;
  /** What was released in which order, if `serial` was asked for. */
  readonly serial: SerialMode | undefined;
  /** Ends what is under way, if that does not take too long, takes no more requests, and lets go of the folder. */
  close(): Promise<void>;
}

/**
 * Starts a local cloud, and takes up what was under way in its folder when it last ended.
 *
 * @throws FolderError if the folder is in use, somebody else's or damaged; Error with code EADDRINUSE if the port is taken.
 * @example await using cloud = await startCloud({ folder: ".workshop/cloud", port: 4567 });
 */
export async function startCloud(options: CloudOptions = {}): Promise<Cloud> {
  if (options.ephemeral && options.folder !== undefined) {
    throw new TypeError("A local cloud is either ephemeral or keeps its state in a folder: leave one of the two out.");
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
  const machine = new RealClock(new Activity());
  const clock = createClock(options, activity, store, machine);
  const random = new Random(seed + numberOfStart(store) * 0x9e3779b1);
  const control = new FaultControl({ random: random.fork(), clock });
  const faults = options.faults ?? control;
  const serial = options.serial ? new SerialMode({ faults, random: random.fork() }) : undefined;
  const account = createAccount({
    ...chosen(options),
    ...(options.folder && { dataFolder: join(options.folder, "data") }),
    activity,
    clock,
    random,
    store,
    faults: serial ?? faults,
  });
  const doors = [
    createFaultsRoute({ control, seed, hasOperation }),
    createClockRoute(clock),
    createPendingRoute(account),
  ];
  const endpoint = await openEndpoint(options, account, doors);
  account.resume();
  const stopKeepingTime = options.folder ? keepTime(store, clock, machine) : () => {};

  function hasOperation(service: string, operation: string): boolean {
    return (
      serviceNames.includes(service as ServiceName) && operation in account.service(service as ServiceName).operations
    );
  }

  let closing: Promise<void> | undefined;
  const close = () => (closing ??= end());
  async function end(): Promise<void> {
    const drainMs = options.drainMs ?? 5000;
    await atMost(drainMs, activity.idle(), machine);
    await atMost(drainMs, endpoint.close(), machine);
    endpoint.abort();
    stopKeepingTime();
    await account.close();
  }

  return {
    account,
    endpoint: endpoint.url,
    port: endpoint.port,
    region: account.region,
    credentials: account.credentials.admin,
    seed,
    clock,
    faults: control,
    serial,
    close,
    [Symbol.asyncDispose]: close,
  };
}

async function openStore(folder: string | undefined): Promise<Store> {
  if (folder === undefined) return new MemoryStore();
  // Loaded only where it is needed: most tests keep nothing, and LevelDB is a native module.
  const { openStore: open } = await import("../store/index.ts");
  return open(folder);
}

function createClock({ clock = "real" }: CloudOptions, activity: Activity, store: Store, machine: Clock): Clock {
  if (clock === "virtual") return new VirtualClock(activity, lastTime(store));
  return new RealClock(activity, clock === "real" ? 1 : clock.scale, continuedTime(store, machine));
}

/** 0 for the first start with this state: ids that were drawn before must not be drawn again. */
function numberOfStart(store: Store): number {
  const counts = store.collection<number>("cloud/starts");
  const number = counts.get("count") ?? 0;
  counts.set("count", number + 1);
  return number;
}

function chosen({ accountId, region, credentials, lambda, report }: CloudOptions) {
  return {
    ...(accountId && { id: accountId }),
    ...(region && { region }),
    ...(credentials && { credentials }),
    ...(lambda && { lambda }),
    ...(report && { report }),
  };
}

async function openEndpoint(
  { port = 0, observer }: CloudOptions,
  account: LocalAccount,
  doors: readonly Route[],
): Promise<Endpoint> {
  try {
    return await startEndpoint(account, { port, doors, ...(observer && { observer }) });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
    const taken = new Error(`Port ${port} of this machine is taken. Name another one, or 0 for any that is free.`);
    throw Object.assign(taken, { code: "EADDRINUSE", cause: error });
  }
}

/** Waits for `work`, and no longer than `ms`. */
async function atMost(ms: number, work: Promise<void>, machine: Clock): Promise<void> {
  let stop = () => {};
  const limit = new Promise<void>((resolve) => {
    const timer = machine.after(ms, resolve);
    stop = () => timer.cancel();
  });
  await Promise.race([work, limit]);
  stop();
}

import type { Credentials } from "../core/account.ts";
import type { Activity } from "../core/activity.ts";
import type { Faults } from "../core/faults.ts";
import type { Report } from "../core/report.ts";
import type { Route } from "../core/service.ts";
import type { Store } from "../core/store.ts";
import type { EndpointObserver } from "../endpoint/index.ts";
import type { LambdaOptions } from "../services/lambda/index.ts";

/** Every option has a default: `startCloud()` starts a cloud that keeps nothing. */
export interface CloudOptions {
  /** The folder for the account's state, created if it does not exist. Default: the state is in memory. */
  folder?: string;
  /**
   * The folder for files such as functions' code. Default: one in `folder`; without `folder`, a temporary one, which is
   * removed on close.
   */
  filesFolder?: string;
  /** Keeps no state, which is also the default. Cannot be combined with `folder`. */
  ephemeral?: boolean;
  /** Default: 0, which takes a free port. */
  port?: number;
  /**
   * "real" is system time. With a scale of 60 a minute passes in a second. "virtual" time stands still until `cloud.clock`
   * is moved, for tests. Default: "real".
   */
  clock?: "real" | "virtual" | { scale: number };
  /** The seed of all randomness. Default: a random one; see `cloud.seed`. */
  seed?: number;
  /** Releases functions' calls one at a time, in an order drawn from the seed, so that a run repeats exactly. Default: false. */
  serial?: boolean;
  /** Twelve digits. Default: 000000000000. */
  accountId?: string;
  /** Default: "us-east-1". */
  region?: string;
  /** The administrator's. Default: those in the folder, or new ones. */
  credentials?: Credentials;
  lambda?: LambdaOptions;
  /** Plain HTTP routes of the program that runs the cloud. Their prefixes should begin with "/_local/". */
  routes?: readonly Route[];
  /** For tests: a store to use instead of a folder. */
  store?: Store;
  /** For tests: faults instead of those of `cloud.faults`. */
  faults?: Faults;
  /** For tests that add to the work in flight. */
  activity?: Activity;
  /** For tests that control time. */
  observer?: EndpointObserver;
  /** Receives the local cloud's own errors. Default: on stderr. */
  report?: Report;
  /** How long `close` waits for work in flight, in milliseconds of system time. Default: 5000. */
  drainMs?: number;
}

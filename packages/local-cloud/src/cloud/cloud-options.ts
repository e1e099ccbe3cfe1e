import type { Credentials } from "../core/account.ts";
import type { Activity } from "../core/activity.ts";
import type { Faults } from "../core/faults.ts";
import type { Report } from "../core/report.ts";
import type { Store } from "../core/store.ts";
import type { EndpointObserver } from "../endpoint/index.ts";
import type { LambdaOptions } from "../services/lambda/index.ts";

/** How a local cloud is started. Everything has a default: `startCloud()` is one that keeps nothing. */
export interface CloudOptions {
  /** Keeps the account's state there; made if it is not there. Nothing is kept unless told. */
  folder?: string;
  /** Says in so many words that nothing is to be kept; not together with `folder`. */
  ephemeral?: boolean;
  /** 0, the default, takes a free one. */
  port?: number;
  /**
   * The machine's time, "real", unless told. With a scale of 60 a minute passes in a second;
   * "virtual" stands still until `cloud.clock` is moved: for tests.
   */
  clock?: "real" | "virtual" | { scale: number };
  /** The source of all chance. Drawn, and told as `cloud.seed`, unless given. */
  seed?: number;
  /** Releases the calls of functions one at a time, in an order drawn from the seed, so that a run repeats exactly. */
  serial?: boolean;
  /** Twelve digits; 000000000000 unless told. */
  accountId?: string;
  /** "us-east-1" unless told. */
  region?: string;
  /** The administrator's; those kept in the folder, or new ones, unless told. */
  credentials?: Credentials;
  lambda?: LambdaOptions;
  /** Where to keep the state if not in a folder; for tests. */
  store?: Store;
  /** What goes wrong, in the place of what `cloud.faults` switches on; for tests. */
  faults?: Faults;
  /** What counts the work in flight; for tests that add their own to it. */
  activity?: Activity;
  /** Told of each request; for tests that hold the time. */
  observer?: EndpointObserver;
  /** Told of the local cloud's own failures; on stderr unless told. */
  report?: Report;
  /** How long `close` waits for work that is under way, in the machine's milliseconds. 5000 unless told. */
  drainMs?: number;
}

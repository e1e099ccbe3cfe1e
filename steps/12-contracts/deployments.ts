import type { Evolution } from "./evolve.ts";

/**
 * The deployments from version 1 to version 2, oldest first; `up` deploys the last one. A changed rule takes seconds to
 * reach all of EventBridge, and meanwhile an event may meet the old rule or the new one. So whatever is published in
 * a transition must be heard by both.
 */
export const deployments: Evolution[] = [
  { published: [1], consumed: [1] },
  //#region 12.4 Move from version 1 to version 2 under traffic
  { published: [1], consumed: [1, 2] },
  { published: [1, 2], consumed: [1, 2] },
  { published: [2], consumed: [1, 2] },
  //#endregion
];

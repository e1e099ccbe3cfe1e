import { type LocalAccount, serviceNames } from "../account.ts";
import { json, problem } from "../core/json-response.ts";
import type { Route } from "../core/service.ts";

const prefix = "/_local/pending";

/**
 * GET answers `{"pending": ["delivery 000000000000042", "invocation 000000000000043 of payment-charge", …]}`: the work that the account's services have accepted but not
 * finished yet, such as an event that waits for its next attempt. AWS does not show this, but an experiment needs it to
 * know when it is over. The endpoint has checked that the caller is on this machine.
 */
export function createPendingRoute(account: Pick<LocalAccount, "service">): Route {
  return {
    prefix,
    answer: async ({ method }) => {
      if (method !== "GET") return problem(405, `${method} is not possible here; GET is.`);
      const pending = serviceNames.flatMap((name) => [...(account.service(name).pending?.() ?? [])]);
      return json(200, { pending });
    },
  };
}

import type { LocalAccount } from "../account.ts";
import type { HttpResponse, Route } from "../core/service.ts";

const prefix = "/_local/pending";

/** Collections that hold an event from when it was accepted until nothing more is to be done about it. */
const collections = { delivery: "eventbridge/deliveries", invocation: "lambda.asynchronous" };

/**
 * GET answers `{"pending": ["delivery 000000000042", …]}`: each event that still has to reach a
 * target, or to be handled by a function, those that wait for their next try included. AWS does not
 * tell that; whoever watches an experiment has to know when it is over. The endpoint has checked that
 * the caller is on this machine.
 */
export function createPendingRoute(account: Pick<LocalAccount, "store">): Route {
  return {
    prefix,
    answer: async ({ method }) => {
      if (method !== "GET") return json(405, { status: 405, detail: `${method} is not possible here; GET is.` });
      const pending = Object.entries(collections).flatMap(([kind, name]) =>
        [...account.store.collection(name).keys()].map((key) => `${kind} ${key}`),
      );
      return json(200, { pending });
    },
  };
}

function json(status: number, content: object): HttpResponse {
  return { status, headers: { "content-type": "application/json" }, body: `${JSON.stringify(content)}\n` };
}

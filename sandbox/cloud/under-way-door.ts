import type { LocalAccount } from "../account.ts";
import type { HttpDoor, HttpResponse } from "../core/service.ts";

const prefix = "/_local/under-way";

/** Collections that hold an event from when it was accepted until nothing more is to be done about it. */
const collections = { delivery: "events/deliveries", invocation: "lambda.asynchronous" };

/**
 * GET answers `{"underWay": ["delivery 000000000042", …]}`: each event that still has to reach a
 * target, or to be handled by a function, those that wait for their next try included. AWS does not
 * tell that; whoever watches an experiment has to know when it is over. The endpoint has checked that
 * the caller is on this machine.
 */
export function createUnderWayDoor(account: Pick<LocalAccount, "store">): HttpDoor {
  return {
    prefix,
    answer: async ({ method }) => {
      if (method !== "GET") return json(405, { status: 405, detail: `${method} is not possible here; GET is.` });
      const underWay = Object.entries(collections).flatMap(([kind, name]) =>
        [...account.store.collection(name).keys()].map((key) => `${kind} ${key}`),
      );
      return json(200, { underWay });
    },
  };
}

function json(status: number, content: object): HttpResponse {
  return { status, headers: { "content-type": "application/json" }, body: `${JSON.stringify(content)}\n` };
}

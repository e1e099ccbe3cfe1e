import type { CloudOptions } from "@event-choreography/local-cloud";
import type { DeploymentState, StackInAccount } from "../connection/host.ts";
import { type HostIdentity, hostPath } from "../connection/host-identity.ts";

type Route = NonNullable<CloudOptions["routes"]>[number];
type HttpResponse = Awaited<ReturnType<Route["answer"]>>;

/** What the program that runs the cloud does on request. */
export interface Host {
  identity(): HostIdentity;
  stack(): Promise<StackInAccount>;
  noteDeployment(state: DeploymentState): Promise<void>;
  /** Returns before the cloud is empty. */
  empty(): void;
}

/**
 * Answers about the program that runs this cloud: GET says who it is, to anybody on this machine. The rest takes a
 * signature with the administrator's key, which only this user can read.
 */
export function createHostRoute(host: Host): Route {
  return {
    prefix: hostPath,
    answer: async ({ method, url }, principal) => {
      const action = `${method} ${url.slice(hostPath.length)}`;
      if (action === "GET ") return json(200, host.identity());
      if (principal.kind !== "account") return json(403, { detail: "Sign the request with the administrator's key." });
      return await act(host, action);
    },
  };
}

async function act(host: Host, action: string): Promise<HttpResponse> {
  const [, state] = /^POST \/stack\/(begins|done|deleted)$/.exec(action) ?? [];
  if (state !== undefined) {
    await host.noteDeployment(state as DeploymentState);
    return json(200, {});
  }
  if (action === "GET /stack") return json(200, await host.stack());
  if (action === "POST /empty") {
    host.empty();
    return json(202, {});
  }
  return json(404, { detail: `There is no ${action} here.` });
}

function json(status: number, content: object): HttpResponse {
  return { status, headers: { "content-type": "application/json" }, body: `${JSON.stringify(content)}\n` };
}

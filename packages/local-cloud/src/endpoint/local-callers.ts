import type { IncomingMessage } from "node:http";
import { isOtherUser } from "../core/peer-user.ts";
import type { WireResponse } from "./wire-request.ts";

/** Function URLs are for web pages too: there, the function's own CORS configuration decides. */
const publicPrefix = "/lambda-url/";
/** The local cloud's own routes, which take unsigned requests. */
const ownPrefix = "/_local/";

/** The answer to a caller who must not reach the account at all; undefined for any other caller. */
export function refusalOf(incoming: IncomingMessage): WireResponse | undefined {
  const { headers, socket, url = "/" } = incoming;
  const { localPort: port, remotePort: peerPort } = socket;
  if (countOf(incoming, "host") > 1) return refused(400, "The request has more than one Host header.");
  if (!isLocal(headers.host, port)) {
    const host = headers.host ?? "";
    return refused(403, `The local cloud answers to 127.0.0.1, localhost and [::1] with its port, not to '${host}'.`);
  }
  if (headers.origin !== undefined && !isOwnPage(headers.origin, port) && !url.startsWith(publicPrefix)) {
    return refused(403, `The local cloud does not answer to web pages of ${headers.origin}.`);
  }
  if (url.startsWith(ownPrefix) && port && peerPort && isOtherUser({ port, peerPort })) {
    return refused(403, `${ownPrefix} is only for the user who started the local cloud.`);
  }
  return undefined;
}

/** A web page must not reach the account by a name that resolves to loopback (DNS rebinding). */
function isLocal(host: string | undefined, port: number | undefined): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}` || host === `[::1]:${port}`;
}

/** A page that this endpoint served. Browsers name the page's origin in every request that may change something. */
function isOwnPage(origin: string, port: number | undefined): boolean {
  return origin.startsWith("http://") && isLocal(origin.slice("http://".length), port);
}

function countOf({ rawHeaders }: IncomingMessage, name: string): number {
  return rawHeaders.filter((header, index) => index % 2 === 0 && header.toLowerCase() === name).length;
}

function refused(status: number, message: string): WireResponse {
  return {
    status,
    headers: { "content-type": "application/json", connection: "close" },
    body: JSON.stringify({ message }),
  };
}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LocalAccount } from "../account.ts";
import type { Route } from "../core/service.ts";
import { createRouter, type Router } from "./router.ts";
import type { WireRequest, WireResponse } from "./wire-request.ts";

export interface EndpointOptions {
  /** 0, the default, takes a free one. */
  port?: number;
  /** Told when a request has been read, and when its answer is out or its connection broken: for tests that hold the time. */
  observer?: EndpointObserver;
  /** What answers plain HTTP beside the services: the control of faults. */
  doors?: readonly Route[];
}

export interface EndpointObserver {
  received(headers: IncomingMessage["headers"]): void;
  answered(headers: IncomingMessage["headers"]): void;
}

export interface Endpoint {
  /** E.g. http://127.0.0.1:4567 */
  readonly url: string;
  readonly port: number;
  /** Takes no more requests, answers those under way, and ends the connections. */
  close(): Promise<void>;
  /** Breaks the connections that are left; for the end, after `close` has been given its time. */
  abort(): void;
}

/** Lambda takes 6 MB in a synchronous request; with base64 and room to spare, no honest request is larger. */
const largestBodyBytes = 32 * 1024 * 1024;

/**
 * Opens the account's door: one port on the loopback interface, for all services.
 *
 * @throws Error with code EADDRINUSE if the port is taken.
 */
export async function startEndpoint(account: LocalAccount, options: EndpointOptions = {}): Promise<Endpoint> {
  const route = createRouter(account, options.doors);
  const server = createServer((request, response) => {
    response.once("finish", () => endIfClosing(server, request));
    const work = answer(route, options.observer, request, response);
    account.activity.track(work).catch((error: unknown) => account.report(error, `${request.method} ${request.url}`));
  });
  // SDK clients keep their connections; what is idle for longer than theirs is nobody's.
  server.keepAliveTimeout = 60_000;
  server.headersTimeout = 65_000;
  server.requestTimeout = 0;
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  account.endpoint = url;
  return { url, port, close: () => close(server), abort: () => server.closeAllConnections() };
}

async function answer(
  route: Router,
  observer: EndpointObserver | undefined,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  if (!isLocal(incoming.headers.host, incoming.socket.localPort)) {
    return send(outgoing, forbidden(incoming.headers.host));
  }
  const body = await readBody(incoming);
  observer?.received(incoming.headers);
  try {
    if (body === "too large") return await send(outgoing, tooLarge());
    // The caller has gone: nobody waits for an answer, and AWS would not have seen the request either.
    if (body === "broken") return;
    const response = await route(wireRequest(incoming, body));
    if (response === "lost") incoming.socket.destroy();
    else await send(outgoing, { ...response, headers: { ...callersDate(incoming), ...response.headers } });
  } finally {
    observer?.answered(incoming.headers);
  }
}

function wireRequest(incoming: IncomingMessage, body: Buffer): WireRequest {
  const url = incoming.url ?? "/";
  const mark = url.indexOf("?");
  return {
    method: incoming.method ?? "GET",
    url,
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? "" : url.slice(mark + 1),
    headers: incoming.headers,
    body,
    sourceIp: incoming.socket.remoteAddress ?? "127.0.0.1",
  };
}

/**
 * A page in a browser on this machine may not reach the account, not even by a name that is
 * made to resolve to loopback: such a request carries that name as its host.
 */
function isLocal(host: string | undefined, port: number | undefined): boolean {
  return host === `127.0.0.1:${port}` || host === `localhost:${port}` || host === `[::1]:${port}`;
}

function forbidden(host: string | undefined): WireResponse {
  const message = `The local cloud answers to 127.0.0.1, localhost and [::1] with its port, not to '${host ?? ""}'.`;
  return {
    status: 403,
    headers: { "content-type": "application/json", connection: "close" },
    body: JSON.stringify({ message }),
  };
}

function tooLarge(): WireResponse {
  const message = `The request is larger than ${largestBodyBytes} bytes.`;
  return {
    status: 413,
    headers: {
      "content-type": "application/json",
      "x-amzn-errortype": "RequestEntityTooLargeException",
      connection: "close",
    },
    body: JSON.stringify({ __type: "RequestEntityTooLargeException", message }),
  };
}

function readBody(incoming: IncomingMessage): Promise<Buffer | "too large" | "broken"> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let size = 0;
    incoming.on("data", (chunk: Buffer) => {
      size += chunk.length;
      if (size > largestBodyBytes) {
        incoming.pause();
        resolve("too large");
      } else chunks.push(chunk);
    });
    incoming.on("end", () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks)));
    incoming.on("close", () => resolve("broken"));
    incoming.on("error", () => resolve("broken"));
  });
}

/**
 * The answer's Date is the caller's own time. Functions live in the account's time and learners in the
 * machine's; an SDK that is told another time than its own takes any error for a matter of clocks, and
 * sends the request again.
 */
function callersDate({ headers }: IncomingMessage): { date?: string } {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers["x-amz-date"])) ?? [];
  if (year === undefined) return {};
  return { date: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`).toUTCString() };
}

/** Resolves once the answer is handed to the operating system, or the caller has gone. */
function send(outgoing: ServerResponse, { status, headers, body }: WireResponse): Promise<void> {
  return new Promise((resolve) => {
    outgoing.on("close", () => resolve());
    outgoing.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
    outgoing.end(body, () => resolve());
  });
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      server.off("error", reject);
      resolve();
    });
  });
}

/** A connection that outlives its last answer would hold up the end for as long as its client keeps it. */
function endIfClosing(server: Server, { socket }: IncomingMessage): void {
  if (!server.listening) socket.end();
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeIdleConnections();
  });
}

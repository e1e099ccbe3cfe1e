import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LocalAccount } from "../account.ts";
import type { Route } from "../core/service.ts";
import { createRouter, type Router } from "./router.ts";
import type { WireRequest, WireResponse } from "./wire-request.ts";

export interface EndpointOptions {
  /** Default: 0, which takes a free port. */
  port?: number;
  /** For tests that control time. */
  observer?: EndpointObserver;
  /** Plain HTTP routes, besides those of the services. */
  routes?: readonly Route[];
}

export interface EndpointObserver {
  /** A request was read. */
  received(headers: IncomingMessage["headers"]): void;
  /** It was answered, or its connection broke. */
  answered(headers: IncomingMessage["headers"]): void;
}

export interface Endpoint {
  /** E.g. http://127.0.0.1:4567 */
  readonly url: string;
  readonly port: number;
  /** Stops accepting requests, answers those in progress, and ends the connections. */
  close(): Promise<void>;
  /** Breaks the connections that are left after `close`. */
  abort(): void;
}

/** Far above AWS's limits: Lambda takes 6 MB in a synchronous request. */
const maxBodyBytes = 32 * 1024 * 1024;

/**
 * Serves the account over HTTP: one port of the loopback interface, for all services.
 *
 * @throws Error with code EADDRINUSE if the port is taken
 */
export async function startEndpoint(account: LocalAccount, options: EndpointOptions = {}): Promise<Endpoint> {
  const route = createRouter(account, options.routes);
  const server = createServer((request, response) => {
    response.once("finish", () => endIfClosing(server, request));
    const work = answer(route, options.observer, request, response);
    account.activity.track(work).catch((error: unknown) => account.report(error, `${request.method} ${request.url}`));
  });
  // Longer than SDK clients keep idle connections.
  server.keepAliveTimeout = 60_000;
  server.headersTimeout = 65_000;
  server.requestTimeout = 0;
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  account.endpoint = url;
  let closing: Promise<void> | undefined;
  return { url, port, close: () => (closing ??= close(server)), abort: () => server.closeAllConnections() };
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
    // The caller has gone. AWS would not have seen the request either.
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

/** A web page in a browser must not reach the account by a name that resolves to loopback (DNS rebinding). */
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
  const message = `The request is larger than ${maxBodyBytes} bytes.`;
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
      if (size > maxBodyBytes) {
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
 * The answer's Date is the caller's own time: functions use the account's time, other callers system time. An SDK that sees
 * another time takes any error for clock skew, and retries.
 */
function callersDate({ headers }: IncomingMessage): { date?: string } {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(String(headers["x-amz-date"])) ?? [];
  if (year === undefined) return {};
  return { date: new Date(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`).toUTCString() };
}

/** Resolves when the operating system has the answer, or the caller has gone. */
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

/** Closing would otherwise wait for as long as the client keeps its idle connection. */
function endIfClosing(server: Server, { socket }: IncomingMessage): void {
  if (!server.listening) socket.end();
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeIdleConnections();
  });
}

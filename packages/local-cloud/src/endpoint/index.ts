import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { LocalAccount } from "../account.ts";
import type { Route } from "../core/service.ts";
import { Connections } from "./connections.ts";
import { refusalOf } from "./local-callers.ts";
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
  /** Stops accepting requests, answers those that were read, and ends all other connections. */
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
    serve(request, response).catch((error: unknown) => account.report(error, `${request.method} ${request.url}`));
  });
  const connections = new Connections(server);
  // Longer than SDK clients keep idle connections.
  server.keepAliveTimeout = 60_000;
  server.headersTimeout = 65_000;
  await listen(server, options.port ?? 0);
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}`;
  account.endpoint = url;
  let closing: Promise<void> | undefined;
  return {
    url,
    port,
    close: () => (closing ??= close(server, connections)),
    abort: () => server.closeAllConnections(),
  };

  /** A request counts as work in flight once it was read: a caller may never send the rest of half a request. */
  async function serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const refusal = refusalOf(incoming);
    if (refusal) return send(outgoing, refusal);
    const body = await readBody(incoming);
    const answered = connections.owe(incoming.socket);
    await account.activity.track(answer(route, options.observer, { incoming, body }, outgoing)).finally(answered);
  }
}

async function answer(
  route: Router,
  observer: EndpointObserver | undefined,
  { incoming, body }: { incoming: IncomingMessage; body: Buffer | "too large" | "broken" },
  outgoing: ServerResponse,
): Promise<void> {
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
    // Then no event would come any more.
    if (outgoing.closed) return resolve();
    outgoing.on("close", () => resolve());
    try {
      outgoing.writeHead(status, { ...headers, "content-length": String(Buffer.byteLength(body)) });
      outgoing.end(body, () => resolve());
    } catch {
      // A function chooses the headers of its URL's response. What no header can be is a fault of the function.
      outgoing.writeHead(502, { "content-type": "application/json" });
      outgoing.end(JSON.stringify({ Message: "Internal Server Error" }), () => resolve());
    }
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
  if (!server.listening) socket.destroySoon();
}

function close(server: Server, connections: Connections): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    connections.endWithoutDebt();
  });
}

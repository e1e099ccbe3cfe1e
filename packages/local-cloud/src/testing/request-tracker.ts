import type { Activity } from "../core/activity.ts";
import type { EndpointObserver } from "../endpoint/index.ts";

/** What tests need of any SDK client. */
export interface SdkClient {
  middlewareStack: { add(middleware: never, options: never): void };
  destroy(): void;
}

interface Sending {
  arrived: () => void;
  settled: Promise<void>;
}

type Send = (args: { request: { headers: Record<string, string> } }) => Promise<unknown>;
type Headers = Record<string, string | string[] | undefined>;

const numberHeader = "x-test-request";

/**
 * Counts a test's requests as in flight while they travel between client and endpoint, in either direction. The endpoint
 * counts them in between, as only it knows when a request just waits for time to pass.
 */
export class RequestTracker implements EndpointObserver {
  readonly #activity: Activity;
  readonly #sending = new Map<string, Sending>();
  #count = 0;

  constructor(activity: Activity) {
    this.#activity = activity;
  }

  follow(client: SdkClient): void {
    const middleware = (next: Send) => (args: Parameters<Send>[0]) =>
      this.track(args.request.headers, () => next(args));
    client.middlewareStack.add(middleware as never, { step: "build", name: "countAsInFlight" } as never);
  }

  received(headers: Headers): void {
    this.#sending.get(String(headers[numberHeader]))?.arrived();
  }

  answered(headers: Headers): void {
    const sending = this.#sending.get(String(headers[numberHeader]));
    if (sending) void this.#activity.track(sending.settled);
  }

  /** Numbers the request in a header, by which the endpoint recognizes it. */
  track<T>(headers: Record<string, string>, send: (headers: Record<string, string>) => Promise<T>): Promise<T> {
    const number = String(++this.#count);
    headers[numberHeader] = number;
    const result = send(headers);
    const settled = result.then(
      () => {},
      () => {},
    );
    void settled.then(() => this.#sending.delete(number));
    const traveling = new Promise<void>((arrived) => {
      this.#sending.set(number, { arrived, settled });
      void settled.then(arrived);
    });
    void this.#activity.track(traveling);
    return result;
  }
}

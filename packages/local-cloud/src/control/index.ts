/** Controls a running local cloud beyond AWS's API: faults, the clock's speed, pending work and e-mail. */
export interface Control {
  faults(): Promise<FaultsNow>;
  /** @throws ControlError if the fault is invalid */
  addFault(fault: object): Promise<ActiveFault>;
  /** Removes one fault, or all of them. @throws ControlError if there is no fault with that id */
  removeFaults(id?: string): Promise<void>;
  clock(): Promise<ClockNow>;
  /** @throws ControlError unless `scale` is a number from 1 to 1000 */
  setSpeed(scale: number): Promise<ClockNow>;
  /** Accepted work that is not done yet, such as events to be delivered or handled; each piece has a unique name. */
  pending(): Promise<string[]>;
  /** The e-mail sent to one address, or all of it. */
  outbox(to?: string): Promise<Email[]>;
}

export interface ActiveFault {
  id: string;
  kind: string;
  /** How many times it was injected. */
  injected: number;
  [property: string]: unknown;
}

export interface FaultsNow {
  seed: number;
  faults: ActiveFault[];
  injections: Injection[];
}

/** One injection of a fault. */
export interface Injection {
  /** Milliseconds since 1970, by the account's clock. */
  at: number;
  /** The fault's id. */
  fault: string;
  kind: string;
  /** The affected call, delivery or run. */
  into: string;
}

export interface ClockNow {
  /** The account's time, in milliseconds since 1970. */
  now: number;
  /** How much faster than system time it runs. */
  scale: number;
}

export interface Email {
  id: string;
  /** Milliseconds since 1970. */
  at: number;
  to: string;
  subject: string;
  body: string;
}

/** The local cloud refused the request; the message is for people to read. */
export class ControlError extends Error {
  override readonly name = "ControlError";
}

/**
 * Controls a running local cloud over HTTP, below `/_local` of its endpoint.
 *
 * @example
 * const control = createControl({ endpoint: "http://127.0.0.1:4567" });
 * await control.setSpeed(60);
 */
export function createControl({ endpoint }: { endpoint: string }): Control {
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${endpoint}/_local/${path}`, { method, body: body && JSON.stringify(body) });
    const answer = (await response.json()) as T & { detail?: string; message?: string };
    if (response.ok) return answer;
    throw new ControlError(answer.detail ?? answer.message ?? `The local cloud answered ${response.status}.`);
  };
  return {
    faults: () => ask("GET", "faults"),
    addFault: (fault) => ask("PUT", "faults", fault),
    removeFaults: async (id) => void (await ask("DELETE", id === undefined ? "faults" : `faults/${id}`)),
    clock: () => ask("GET", "clock"),
    setSpeed: (scale) => ask("PUT", "clock", { scale }),
    pending: async () => (await ask<{ pending: string[] }>("GET", "pending")).pending,
    outbox: async (to) => {
      const query = to === undefined ? "" : `?${new URLSearchParams({ to })}`;
      return (await ask<{ messages: Email[] }>("GET", `outbox${query}`)).messages;
    },
  };
}

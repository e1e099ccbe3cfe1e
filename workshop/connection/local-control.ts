import { Failure } from "../terminal/failure.ts";
import type { RunningCloud } from "./cloud-file.ts";

/** What only a local cloud has: faults and speed that can be set, and e-mails that can be read. By plain HTTP, below /_local. */
export interface LocalControl {
  faults(): Promise<FaultsNow>;
  /** @throws Failure in the local cloud's own words if there can be no such fault. */
  addFault(fault: object): Promise<ActiveFault>;
  /** One, or all. @throws Failure if there is none of that id. */
  removeFaults(id?: string): Promise<void>;
  clock(): Promise<ClockNow>;
  /** @throws Failure unless it is a number from 1 to 1000. */
  setSpeed(scale: number): Promise<ClockNow>;
  /** Events that are to be delivered or handled yet, each by a name of its own. */
  underWay(): Promise<string[]>;
  /** To one address, or all. */
  outbox(to?: string): Promise<Email[]>;
}

export interface ActiveFault {
  id: string;
  kind: string;
  /** How often it has struck. */
  struck: number;
  [property: string]: unknown;
}

export interface FaultsNow {
  seed: number;
  faults: ActiveFault[];
  /** `at` is in milliseconds since 1970, by the account's clock. */
  strikes: { at: number; fault: string; kind: string; struck: string }[];
}

export interface ClockNow {
  /** The account's time, in milliseconds since 1970. */
  now: number;
  /** How much faster than the machine's it goes. */
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

export function localControl({ endpoint }: Pick<RunningCloud, "endpoint">): LocalControl {
  const ask = async <T>(method: string, path: string, body?: object): Promise<T> => {
    const response = await fetch(`${endpoint}/_local/${path}`, { method, body: body && JSON.stringify(body) });
    const answer = (await response.json()) as T & { detail?: string; message?: string };
    if (response.ok) return answer;
    throw new Failure(answer.detail ?? answer.message ?? `The local cloud answered ${response.status}.`);
  };
  return {
    faults: () => ask("GET", "faults"),
    addFault: (fault) => ask("PUT", "faults", fault),
    removeFaults: async (id) => void (await ask("DELETE", id === undefined ? "faults" : `faults/${id}`)),
    clock: () => ask("GET", "clock"),
    setSpeed: (scale) => ask("PUT", "clock", { scale }),
    underWay: async () => (await ask<{ underWay: string[] }>("GET", "under-way")).underWay,
    outbox: async (to) => {
      const query = to === undefined ? "" : `?${new URLSearchParams({ to })}`;
      return (await ask<{ messages: Email[] }>("GET", `outbox${query}`)).messages;
    },
  };
}

import type { Connection } from "./connection.ts";

/**
 * The account's time, in milliseconds since 1970. On AWS that is system time; a local cloud whose clock was
 * sped up is ahead of it.
 */
export async function accountTime({ isLocal, client }: Pick<Connection, "isLocal" | "client">): Promise<number> {
  if (!isLocal) return Date.now();
  const response = await fetch(`${client.endpoint}/_local/clock`);
  const { now } = (await response.json()) as { now: number };
  return now;
}

import { readFileSync } from "node:fs";

/** The two ends of a TCP connection of this machine's loopback interface, by their ports. */
export interface LoopbackConnection {
  /** The server's. */
  port: number;
  /** The client's. */
  peerPort: number;
}

/**
 * The user id of the process at the client's end. Undefined where the system does not tell: only Linux has
 * /proc/net/tcp ("proc_net_tcp", Linux kernel documentation).
 */
export function peerUser(connection: LoopbackConnection): number | undefined {
  if (process.platform !== "linux") return undefined;
  for (const file of ["/proc/net/tcp", "/proc/net/tcp6"]) {
    const user = userIn(read(file), connection);
    if (user !== undefined) return user;
  }
  return undefined;
}

/** Whether the client is certainly a process of another user; the superuser may do anything anyway. */
export function isOtherUser(connection: LoopbackConnection): boolean {
  const user = peerUser(connection);
  return user !== undefined && !isOwnUser(user);
}

export function isOwnUser(user: number): boolean {
  return user === 0 || user === process.getuid?.();
}

/**
 * Finds the client's socket in the kernel's table, by the ports at the ends of its addresses. A socket that its process has
 * closed has no inode any more, and says user 0 whoever it belonged to.
 */
export function userIn(table: string, { port, peerPort }: LoopbackConnection): number | undefined {
  for (const line of table.split("\n").slice(1)) {
    const [, local = "", remote = "", , , , , user, , inode] = line.trim().split(/\s+/);
    if (inode !== "0" && local.endsWith(`:${hex(peerPort)}`) && remote.endsWith(`:${hex(port)}`)) return Number(user);
  }
  return undefined;
}

function hex(port: number): string {
  return port.toString(16).toUpperCase().padStart(4, "0");
}

function read(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

import { Failure } from "../terminal/failure.ts";
import { speedFrom } from "./speed.ts";

export interface CloudOptions {
  /** The command that starts it, for messages. */
  command: "start" | "cloud" | "demo";
  /** The port to listen on; 0 takes any free one. */
  port: number;
  /** Keep no data after it stops. */
  ephemeral: boolean;
  /** Let the other commands find this cloud, and use it. */
  announce: boolean;
  /** How fast its clock runs: at 60, a minute passes in a second. Default: 1, the system time. */
  speed?: number;
  /** Changes of rules, roles and permissions take seconds to take effect, as on AWS. Default: false. */
  eventual?: boolean;
}

/** The options that `start` and `cloud` share, as commander passes them. @throws Failure if one is invalid. */
export function cloudOptionsFrom(
  command: CloudOptions["command"],
  options: { port?: string; ephemeral?: boolean; speed?: string; eventual?: boolean },
): CloudOptions {
  return {
    command,
    port: portFrom(options.port),
    ephemeral: options.ephemeral ?? false,
    announce: true,
    speed: speedFrom(options.speed),
    eventual: options.eventual ?? false,
  };
}

function portFrom(text = "4567"): number {
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new Failure(`--port takes a number from 0 to 65535, but got "${text}".`, "For example: --port 4567");
}

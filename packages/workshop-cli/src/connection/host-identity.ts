import { get } from "node:http";

/** Below the endpoint, where the program that runs a local cloud answers about itself. */
export const hostPath = "/_local/host";

/** The program that runs a local cloud, as it answers to anybody on this machine. */
export interface HostIdentity {
  program: "workshop";
  /** Unique to this start of the program. */
  instance: string;
  pid: number;
  /** `folderIdentity` of the workshop that it serves. */
  folder: string;
  /** The account's identity, which changes when the cloud is emptied. */
  account: string;
}

/** A busy local cloud may take this long. */
const patienceMs = 5000;

/**
 * Asks who listens at an endpoint.
 *
 * @returns "nobody"; "silent" if something accepts connections and does not answer in time; or "stranger" if it is no
 * local cloud of a workshop.
 */
export function askHost(endpoint: string): Promise<HostIdentity | "nobody" | "silent" | "stranger"> {
  return new Promise((resolve) => {
    const request = get(`${endpoint}${hostPath}`, { timeout: patienceMs, agent: false }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => {
        text += chunk;
      });
      response.on("end", () => resolve(parse(text) ?? "stranger"));
      response.on("error", () => resolve("stranger"));
    });
    request.on("timeout", () => {
      resolve("silent");
      request.destroy();
    });
    request.on("error", (error: NodeJS.ErrnoException) => resolve(isRefused(error) ? "nobody" : "stranger"));
  });
}

function isRefused({ code = "" }: NodeJS.ErrnoException): boolean {
  return ["ECONNREFUSED", "ECONNRESET", "EADDRNOTAVAIL"].includes(code);
}

function parse(text: string): HostIdentity | undefined {
  try {
    const identity = JSON.parse(text) as Partial<HostIdentity>;
    return identity.program === "workshop" && typeof identity.instance === "string"
      ? (identity as HostIdentity)
      : undefined;
  } catch {
    return undefined;
  }
}

import { FolderError } from "@event-choreography/local-cloud";
import { folderIdentity } from "../connection/folder-identity.ts";
import { askHost } from "../connection/host-identity.ts";
import { Failure } from "../terminal/failure.ts";
import { stopCommand } from "../terminal/stop-command.ts";

/** The error with which a local cloud did not start, as a Failure for the person who started it; others unchanged. */
export async function startFailure(error: unknown, port: number, command: string): Promise<unknown> {
  if (error instanceof FolderError) return folderFailure(error);
  const otherPort = `Use any free port: npx workshop ${command} --port 0`;
  switch ((error as NodeJS.ErrnoException).code) {
    case "EADDRINUSE":
      return await portTaken(port, otherPort);
    case "EACCES":
      return new Failure(
        `The system does not let this program use port ${port}.`,
        `Ports below 1024 are for administrators, and Windows reserves others (netsh interface ipv4 show excludedportrange tcp).\n${otherPort}`,
        2,
      );
    default:
      return error;
  }
}

async function portTaken(port: number, otherPort: string): Promise<Failure> {
  const host = await askHost(`http://127.0.0.1:${port}`);
  if (typeof host === "string") return new Failure(`Port ${port} is in use by another program.`, otherPort, 2);
  const stop = `Stop it: press Ctrl-C in its terminal, or run: ${stopCommand(host.pid)}`;
  if (host.folder !== folderIdentity()) {
    return new Failure(
      `Port ${port} is in use by the local cloud of another copy of this workshop (process ${host.pid}).`,
      `${stop}\nOr let both run. ${otherPort}`,
      2,
    );
  }
  return new Failure(
    `The local cloud of this folder is already running on port ${port} (process ${host.pid}), but its file in .workshop was deleted.`,
    `${stop}\nThen run the same command again.`,
    2,
  );
}

function folderFailure({ problem, reason, message }: FolderError): Failure {
  if (problem === "in use") {
    const [, pid] = /process id (\d+)/.exec(message) ?? [];
    return new Failure(
      `Another local cloud is using the data of this folder${pid ? ` (process ${pid})` : ""}.`,
      `Stop it: press Ctrl-C in its terminal${pid ? `, or run: ${stopCommand(Number(pid))}` : ""}\nThen run the same command again.`,
      2,
    );
  }
  return new Failure(
    `The local cloud cannot use its folder, .workshop/cloud: ${reason}`,
    "Free some space, or make it a folder that you can write to. Then run the same command again.",
    2,
  );
}

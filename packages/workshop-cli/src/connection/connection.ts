import { Failure } from "../terminal/failure.ts";
import { findRunningCloud, type RunningCloud } from "./cloud-file.ts";
import { readAwsOutputs, readLocalOutputs, type StackOutputs } from "./stack-outputs.ts";

/** An account with the stack in it: the local cloud's, or a real one. All is reached by the AWS API alone. */
export interface Connection {
  isLocal: boolean;
  outputs: StackOutputs;
  client: ClientSettings;
}

export interface ClientSettings {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** The connection that the command's options ask for. @throws Failure that says how to get there. */
export async function connect({ aws = false }: { aws?: boolean } = {}): Promise<Connection> {
  if (aws) {
    const outputs = readAwsOutputs();
    return { isLocal: false, outputs, client: { region: outputs.region } };
  }
  return localConnection(requireRunningCloud());
}

/** To the stack in this local cloud. @throws Failure if there is none in it. */
export function localConnection(cloud: RunningCloud): Connection {
  return { isLocal: true, outputs: readLocalOutputs(cloud), client: clientSettings(cloud) };
}

export function requireRunningCloud(): RunningCloud {
  const cloud = findRunningCloud();
  if (cloud) return cloud;
  throw new Failure("No local cloud runs.", "Start one in another terminal, and leave it running:\n\n  npm start\n", 2);
}

export function clientSettings(cloud: Omit<RunningCloud, "pid" | "providerPort" | "folder">): ClientSettings {
  return {
    region: cloud.region,
    endpoint: cloud.endpoint,
    credentials: { accessKeyId: cloud.accessKeyId, secretAccessKey: cloud.secretAccessKey },
  };
}

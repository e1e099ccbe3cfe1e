import { Failure } from "../terminal/failure.ts";
import { findRunningCloud, type RunningCloud } from "./cloud-file.ts";
import { readAwsOutputs, readLocalOutputs, type StackOutputs } from "./stack-outputs.ts";

/** An account with the stack in it: the local cloud's or a real one. Commands reach it only by the AWS API. */
export interface Connection {
  isLocal: boolean;
  outputs: StackOutputs;
  client: ClientSettings;
}

export interface ClientSettings {
  region: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
  useFipsEndpoint?: boolean;
  useDualstackEndpoint?: boolean;
}

/** Connects to the local cloud, or with `aws` to the real account. @throws Failure if there is none, with what to do. */
export async function connect({ aws = false }: { aws?: boolean } = {}): Promise<Connection> {
  if (aws) {
    const outputs = readAwsOutputs();
    return { isLocal: false, outputs, client: { region: outputs.region } };
  }
  return localConnection(await requireRunningCloud());
}

/** Connects to the stack in this local cloud. @throws Failure if nothing is deployed to it. */
export function localConnection(cloud: RunningCloud): Connection {
  return { isLocal: true, outputs: readLocalOutputs(cloud), client: clientSettings(cloud) };
}

/** @throws Failure if none is running. */
export async function requireRunningCloud(): Promise<RunningCloud> {
  const cloud = await findRunningCloud();
  if (cloud) return cloud;
  throw new Failure(
    "No local cloud is running.",
    "Start one in another terminal, and leave it running:\n\n  npm start\n",
    2,
  );
}

export function clientSettings(cloud: RunningCloud): ClientSettings {
  return {
    region: cloud.region,
    endpoint: cloud.endpoint,
    credentials: { accessKeyId: cloud.accessKeyId, secretAccessKey: cloud.secretAccessKey },
    // The person's own AWS settings may ask for other endpoints, which a local one cannot be.
    useFipsEndpoint: false,
    useDualstackEndpoint: false,
  };
}

import type { Stack } from "@event-choreography/local-cloud/pulumi";
import type { RunningCloud } from "../connection/cloud-file.ts";
import { stackFile, stackRef } from "../connection/stack-outputs.ts";

/** Runs `work` with the local stack, in the embedded engine, through the running cloud's provider. */
export async function withLocalStack<T>(
  cloud: Pick<RunningCloud, "folder" | "providerPort" | "secretAccessKey" | "account" | "endpoint">,
  work: (stack: Stack) => Promise<T>,
): Promise<T> {
  const { connectProvider, openStack } = await import("@event-choreography/local-cloud/pulumi");
  const provider = await connectProvider(`127.0.0.1:${cloud.providerPort}`, { secret: cloud.secretAccessKey });
  try {
    return await work(openStack({ stateFile: stackFile(cloud), provider, ...stackRef(cloud) }));
  } finally {
    await provider.close();
  }
}

import type { Deployed } from "@event-choreography/local-cloud/pulumi";
import { readyForTypeScript } from "../compiled/typescript-loader.ts";
import { stackConfig } from "./config.ts";
import { deploymentFailure } from "./deployment-failure.ts";
import { projectName, stackName } from "./names.ts";

/**
 * Plans the change from step `from` to step `to` in a temporary local cloud: deploys the one and plans
 * the other. Step 0 is an empty stack.
 */
export async function planBetween(from: number, to: number): Promise<Deployed> {
  await readyForTypeScript();
  const [{ startCloud }, { createProvider, openStack }, { default: program }] = await Promise.all([
    import("@event-choreography/local-cloud"),
    import("@event-choreography/local-cloud/pulumi"),
    import("../../../../infra/index.ts"),
  ]);
  const cloud = await startCloud({ ephemeral: true });
  try {
    const stack = openStack({
      provider: createProvider(cloud.account),
      project: projectName,
      stack: stackName,
    });
    const configFor = (step: number) => ({ config: stackConfig({ step: String(step) }) });
    if (from > 0) await stack.up(() => program(), configFor(from));
    return await stack.preview(() => program(), configFor(to));
  } catch (error) {
    throw await deploymentFailure(error);
  } finally {
    await cloud.close();
  }
}

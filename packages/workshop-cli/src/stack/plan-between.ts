import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Deployed } from "@event-choreography/local-cloud/pulumi";
import { readyForTypeScript } from "../compiled/typescript-loader.ts";
import { projectName, stackConfig, stackName } from "./config.ts";
import { inWords } from "./deployment-failure.ts";

/**
 * What going from step `from` to step `to` does, found in a local cloud of its own that nobody sees:
 * it deploys the one and plans the other. Step 0 is nothing at all.
 */
export async function planBetween(from: number, to: number): Promise<Deployed> {
  await readyForTypeScript();
  const [{ startCloud }, { createProvider, openStack }, { default: program }] = await Promise.all([
    import("@event-choreography/local-cloud"),
    import("@event-choreography/local-cloud/pulumi"),
    import("../../../../infra/index.ts"),
  ]);
  const folder = mkdtempSync(join(tmpdir(), "aircraft-plan-"));
  const cloud = await startCloud({ ephemeral: true });
  try {
    const stack = openStack({
      stateFile: join(folder, "stack.json"),
      provider: createProvider(cloud.account),
      project: projectName,
      stack: stackName,
    });
    const configFor = (step: number) => ({ config: stackConfig({ step: String(step) }) });
    if (from > 0) await stack.up(() => program(), configFor(from));
    return await stack.preview(() => program(), configFor(to));
  } catch (error) {
    throw await inWords(error);
  } finally {
    await cloud.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

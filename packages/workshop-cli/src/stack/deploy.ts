import type { Deployed, DeploymentEvent } from "@event-choreography/local-cloud/pulumi";
import { readyForTypeScript } from "../compiled/typescript-loader.ts";
import type { RunningCloud } from "../connection/cloud-file.ts";
import { stackConfig } from "./config.ts";
import { inWords } from "./deployment-failure.ts";
import { withLocalStack } from "./local-stack.ts";

/** A deployment that came to its end. */
export interface Deployment extends Deployed {
  /** How long it took, with Pulumi's packages loaded. */
  ms: number;
}

export interface DeployOptions {
  /** Steps 1 to this one; what the stack's configuration says unless told. 0 deletes all. */
  step?: number;
  onEvent?: (event: DeploymentEvent) => void;
}

/** Deploys to the local cloud. @throws Failure that names what failed, where in the program, and what AWS said. */
export function deploy(cloud: RunningCloud, options: DeployOptions = {}): Promise<Deployment> {
  return timed(cloud, (stack, program) =>
    options.step === 0
      ? stack.destroy({ onEvent: options.onEvent })
      : stack.up(program, { config: configFor(options.step), onEvent: options.onEvent }),
  );
}

/** What `deploy` would do. */
export function plan(cloud: RunningCloud, options: DeployOptions = {}): Promise<Deployment> {
  return timed(cloud, (stack, program) =>
    stack.preview(program, { config: configFor(options.step), onEvent: options.onEvent }),
  );
}

/** Deletes all that is deployed. */
export function destroy(cloud: RunningCloud, options: DeployOptions = {}): Promise<Deployment> {
  return deploy(cloud, { ...options, step: 0 });
}

type Work = (stack: Parameters<Parameters<typeof withLocalStack>[1]>[0], program: () => unknown) => Promise<Deployed>;

async function timed(cloud: RunningCloud, work: Work): Promise<Deployment> {
  try {
    const program = await loadProgram();
    return await withLocalStack(cloud, async (stack) => {
      const startedAt = performance.now();
      const deployed = await work(stack, program);
      return { ...deployed, ms: Math.round(performance.now() - startedAt) };
    });
  } catch (error) {
    throw await inWords(error);
  }
}

/** The Pulumi program, as it stands now; with Pulumi's packages it takes most of a second to load. */
export async function loadProgram(): Promise<() => unknown> {
  await readyForTypeScript();
  const [{ default: program }] = await Promise.all([
    import("../../../../infra/index.ts"),
    import("@event-choreography/local-cloud/pulumi"),
  ]);
  return () => program();
}

function configFor(step: number | undefined): Record<string, string> {
  return stackConfig(step === undefined ? {} : { step: String(step) });
}

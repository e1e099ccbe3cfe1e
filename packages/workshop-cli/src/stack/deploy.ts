import type { Deployed, DeploymentEvent } from "@event-choreography/local-cloud/pulumi";
import { readyForTypeScript } from "../compiled/typescript-loader.ts";
import type { RunningCloud } from "../connection/cloud-file.ts";
import { stackConfig } from "./config.ts";
import { deploymentFailure } from "./deployment-failure.ts";
import { withLocalStack } from "./local-stack.ts";

/** A finished deployment. */
export interface Deployment extends Deployed {
  /** How long it took in milliseconds, without loading Pulumi's packages. */
  ms: number;
}

export interface DeployOptions {
  /** Deploys steps 1 to this one; 0 deletes everything. Default: the step in the stack's configuration. */
  step?: number;
  onEvent?: (event: DeploymentEvent) => void;
}

/** Deploys to the local cloud. @throws Failure with the resource that failed, its place in the program, and AWS's message. */
export function deploy(cloud: RunningCloud, options: DeployOptions = {}): Promise<Deployment> {
  return timed(cloud, (stack, program) =>
    options.step === 0
      ? stack.destroy({ onEvent: options.onEvent })
      : stack.up(program, { config: configFor(options.step), onEvent: options.onEvent }),
  );
}

/** Plans what `deploy` would do. */
export function plan(cloud: RunningCloud, options: DeployOptions = {}): Promise<Deployment> {
  return timed(cloud, (stack, program) =>
    stack.preview(program, { config: configFor(options.step), onEvent: options.onEvent }),
  );
}

/** Deletes everything that is deployed. */
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
    throw await deploymentFailure(error);
  }
}

/** Loads the current Pulumi program. With Pulumi's packages that takes most of a second. */
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

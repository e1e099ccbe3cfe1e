import { existsSync } from "node:fs";
import type { Deployed, DeploymentEvent } from "@event-choreography/local-cloud/pulumi";
import { readyForTypeScript } from "../compiled/typescript-loader.ts";
import type { RunningCloud } from "../connection/cloud-file.ts";
import { findRepairs, noteDeployment, type Repairs } from "../connection/host.ts";
import { stackFile, unusableState } from "../connection/stack-outputs.ts";
import { Failure } from "../terminal/failure.ts";
import { stackConfig } from "./config.ts";
import { deployCommand } from "./deploy-command.ts";
import { deploymentFailure } from "./deployment-failure.ts";
import { withLocalStack } from "./local-stack.ts";
import { emptyAndDeploy, lostDeployments } from "./lost-deployments.ts";

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
export async function deploy(cloud: RunningCloud, options: DeployOptions = {}): Promise<Deployment> {
  if (options.step === 0) return await destroy(cloud, options);
  return await timed(cloud, async (stack, repairs) => {
    const program = await loadProgram();
    await noteDeployment(cloud, "begins");
    const deployed = await stack.up(program, { ...repairs, config: configFor(options.step), onEvent: options.onEvent });
    await noteDeployment(cloud, "done");
    return deployed;
  });
}

/** Plans what `deploy` would do. */
export async function plan(cloud: RunningCloud, options: DeployOptions = {}): Promise<Deployment> {
  return await timed(cloud, async (stack, repairs) =>
    stack.preview(await loadProgram(), { ...repairs, config: configFor(options.step), onEvent: options.onEvent }),
  );
}

/** Deletes everything that is deployed. */
export async function destroy(cloud: RunningCloud, { onEvent }: DeployOptions = {}): Promise<Deployment> {
  return await timed(cloud, async (stack) => {
    const deployed = await stack.destroy({ onEvent });
    await noteDeployment(cloud, "deleted");
    return deployed;
  });
}

type LocalStack = Parameters<Parameters<typeof withLocalStack>[1]>[0];
type Work = (stack: LocalStack, repairs: Repairs) => Promise<Deployed>;

async function timed(cloud: RunningCloud, work: Work): Promise<Deployment> {
  try {
    const [{ deployed: hasResources, lost, unfinished: _, ...repairs }] = await Promise.all([
      findRepairs(cloud),
      loadEngine(),
    ]);
    if (lost) throw new Failure(lostDeployments, emptyAndDeploy(deployCommand()), 2);
    if (hasResources && !existsSync(stackFile(cloud))) throw unusableState(new Error("stack.json is missing."));
    return await withLocalStack(cloud, async (stack) => {
      const startedAt = performance.now();
      const deployed = await work(stack, repairs);
      return { ...deployed, ms: Math.round(performance.now() - startedAt) };
    });
  } catch (error) {
    throw await deploymentFailure(error);
  }
}

function loadEngine(): Promise<unknown> {
  return import("@event-choreography/local-cloud/pulumi");
}

/** Loads the current Pulumi program. With Pulumi's packages that takes most of a second. */
export async function loadProgram(): Promise<() => unknown> {
  await readyForTypeScript();
  const [{ default: program }] = await Promise.all([import("../../../../infra/index.ts"), loadEngine()]);
  return () => program();
}

function configFor(step: number | undefined): Record<string, string> {
  return stackConfig(step === undefined ? {} : { step: String(step) });
}

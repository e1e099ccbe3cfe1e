import { startCloud } from "@event-choreography/local-cloud";
import { createProvider, openStack, type PlannedResource } from "@event-choreography/local-cloud/pulumi";
import { lastStep } from "@event-choreography/workshop-cli/exercises";
import { projectName, stackConfig, stackName } from "@event-choreography/workshop-cli/stack";
import { readSettings } from "../../../infra/components/settings.ts";
import { observedProgram } from "../../derive/observe.ts";

/** A resource in the stack's state. */
export interface DeployedResource {
  urn: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has its own
  inputs: Record<string, any>;
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has its own
  outputs: Record<string, any>;
}

/** A step's changes to the stack, all resources after it, and the events that each function then publishes. */
export interface Growth {
  changed: PlannedResource[];
  resources: DeployedResource[];
  published: ReadonlyMap<string, readonly string[]>;
}

let grown: Promise<ReadonlyMap<number, Growth>> | undefined;

/** Deploys all steps, one after the other, in a local cloud, once per process. */
export function growth(): Promise<ReadonlyMap<number, Growth>> {
  grown ??= grow();
  return grown;
}

async function grow(): Promise<ReadonlyMap<number, Growth>> {
  const cloud = await startCloud({ ephemeral: true, clock: "virtual" });
  try {
    const stack = openStack({ provider: createProvider(cloud.account), project: projectName, stack: stackName });
    const steps = new Map<number, Growth>();
    for (let step = 1; step <= lastStep; step++) {
      const { observed, program } = observedProgram(step, () => readSettings(lastStep));
      const { resources } = await stack.up(program, { config: stackConfig({ step: String(step) }) });
      const changed = resources.filter(({ op, type }) => op !== "same" && type !== "pulumi:pulumi:Stack");
      // The state's order varies with concurrency. The plan has the program's order.
      const order = new Map(resources.map(({ urn }, index) => [urn, index]));
      const inOrder = stack.resources.toSorted((a, b) => order.get(a.urn)! - order.get(b.urn)!);
      steps.set(step, {
        changed,
        resources: inOrder.map(({ ...resource }) => resource) as DeployedResource[],
        published: observed.publishes,
      });
    }
    return steps;
  } finally {
    await cloud.close();
  }
}

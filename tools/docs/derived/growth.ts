import { startCloud } from "@event-choreography/local-cloud";
import { createProvider, openStack, type PlannedResource } from "@event-choreography/local-cloud/pulumi";
import { lastStep } from "@event-choreography/workshop-cli/exercises";
import { projectName, stackConfig, stackName } from "@event-choreography/workshop-cli/stack";

/** A resource as the stack has it. */
export interface GrownResource {
  urn: string;
  type: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has its own
  inputs: Record<string, any>;
  // biome-ignore lint/suspicious/noExplicitAny: each type of resource has its own
  outputs: Record<string, any>;
}

/** One step's growth: what changed from the step before, and all that is there after it. */
export interface Growth {
  changed: PlannedResource[];
  resources: GrownResource[];
}

let grown: Promise<ReadonlyMap<number, Growth>> | undefined;

/** The stack grown from the first step to the last in a local cloud of its own, once for a process. */
export function growth(): Promise<ReadonlyMap<number, Growth>> {
  grown ??= grow();
  return grown;
}

async function grow(): Promise<ReadonlyMap<number, Growth>> {
  const { default: program } = await import("../../../infra/index.ts");
  const cloud = await startCloud({ ephemeral: true, clock: "virtual" });
  try {
    const stack = openStack({ provider: createProvider(cloud.account), project: projectName, stack: stackName });
    const steps = new Map<number, Growth>();
    for (let step = 1; step <= lastStep; step++) {
      const { resources } = await stack.up(() => program(), { config: stackConfig({ step: String(step) }) });
      const changed = resources.filter(({ op, type }) => op !== "same" && type !== "pulumi:pulumi:Stack");
      // The state has them in the order in which they were done, which is another one each time; the plan in the program's.
      const places = new Map(resources.map(({ urn }, place) => [urn, place]));
      const inOrder = stack.resources.toSorted((a, b) => places.get(a.urn)! - places.get(b.urn)!);
      steps.set(step, { changed, resources: inOrder.map(({ ...resource }) => resource) as GrownResource[] });
    }
    return steps;
  } finally {
    await cloud.close();
  }
}

import type { ResourceState } from "../stack-state/state.ts";
import type { Goal } from "./goal.ts";

/** The state of a registered resource before a provider has returned anything. Complete for a component. */
export function initialState(urn: string, goal: Goal): ResourceState {
  return {
    urn,
    type: goal.type,
    custom: false,
    id: "",
    inputs: goal.inputs,
    outputs: {},
    dependencies: goal.dependencies,
    propertyDependencies: goal.propertyDependencies,
    ...(goal.parent && { parent: goal.parent }),
    ...(goal.protect && { protect: true }),
    ...(goal.retainOnDelete && { retainOnDelete: true }),
    ...(goal.deletedWith && { deletedWith: goal.deletedWith }),
  };
}

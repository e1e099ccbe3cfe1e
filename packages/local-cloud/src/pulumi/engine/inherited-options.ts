import type { ResourceState } from "../stack-state/state.ts";
import type { Goal } from "./goal.ts";

/** Adds the parent's options that children inherit unless they set them, as with the CLI. */
export function inheritedFrom(parent: ResourceState | undefined, goal: Goal): Goal {
  if (!parent) return goal;
  return {
    ...goal,
    protect: goal.protect ?? parent.protect,
    retainOnDelete: goal.retainOnDelete ?? parent.retainOnDelete,
    deletedWith: goal.deletedWith ?? parent.deletedWith,
  };
}

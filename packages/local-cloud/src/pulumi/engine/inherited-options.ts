import type { Goal } from "./goal.ts";
import type { ResourceState } from "./state.ts";

/** A resource's options, with those of its parent that the CLI too gives to all children that say nothing else. */
export function inheritedFrom(parent: ResourceState | undefined, goal: Goal): Goal {
  if (!parent) return goal;
  return {
    ...goal,
    protect: goal.protect ?? parent.protect,
    retainOnDelete: goal.retainOnDelete ?? parent.retainOnDelete,
    deletedWith: goal.deletedWith ?? parent.deletedWith,
  };
}

import type { PropertyMap } from "../property-values/values.ts";
import type { DiffResult } from "../provider/provider.ts";
import { changeAt, type PlannedResource, type PlanOperation } from "./plan.ts";
import { urnParts } from "./urn.ts";

/** Where inputs differ before and after. */
export interface InputChange {
  diff: DiffResult;
  olds: PropertyMap;
  news: PropertyMap;
}

/** Ordinals of resources that the program does not construct itself. They follow those of the program. */
export const ordinals = { stack: -1, notConstructed: 1e6, deleted: 2e6, deletedForReplacement: 3e6 };

/** Collects what a deployment does with each resource. */
export class PlanRecorder {
  readonly #planned: Array<PlannedResource & { order: number }> = [];

  /** In the order of the program, then what is deleted. */
  get resources(): PlannedResource[] {
    const inOrder = [...this.#planned].sort((a, b) => a.order - b.order);
    return inOrder.map(({ order: _, ...resource }) => resource);
  }

  /** @param order The ordinal of the resource in the plan. */
  add(urn: string, op: PlanOperation, order: number, change?: InputChange): void {
    const { type, name } = urnParts(urn);
    const diffs = change ? changesOf(change) : [];
    this.#planned.push({ urn, type, name, op, diffs, order });
  }
}

function changesOf({ diff, olds, news }: InputChange) {
  return Object.keys(diff.detailed).map((path) => changeAt(path, diff.replaces.includes(path), olds, news));
}

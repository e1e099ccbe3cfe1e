import { type PropertyMap, unknown } from "../property-values/values.ts";
import type { DiffResult } from "../provider/provider.ts";
import type { ResourceState } from "../stack-state/state.ts";
import { withHashes } from "./archives.ts";
import { deleteInOrder } from "./delete-in-order.ts";
import type { DeploymentState } from "./deployment-state.ts";
import type { OnEvent } from "./events.ts";
import type { Goal } from "./goal.ts";
import { initialState } from "./initial-state.ts";
import type { PlanRecorder } from "./plan-recorder.ts";
import { withOldValues } from "./property-path.ts";
import { refuseProtected } from "./refuse-protected.ts";
import { type ResourceCalls, withSecrets } from "./resource-calls.ts";

export interface CustomResourcesOptions {
  state: DeploymentState;
  calls: ResourceCalls;
  plan: PlanRecorder;
  preview: boolean;
  onEvent: OnEvent;
}

/** A registration of a resource, and its ordinal in the plan. */
export interface Registration {
  urn: string;
  goal: Goal;
  order: number;
  /** URN and id of the provider. */
  provider: string;
}

/** Creates, updates, replaces and imports the resources that a provider manages. */
export class CustomResources {
  readonly #options: CustomResourcesOptions;
  /** By URN, the resources that were deleted before their replacement is created. */
  readonly #deletedForReplacement = new Map<string, ResourceState>();

  constructor(options: CustomResourcesOptions) {
    this.#options = options;
  }

  get deletedForReplacement(): Iterable<string> {
    return this.#deletedForReplacement.keys();
  }

  /** @param known The resource's state before this deployment. */
  async apply(registration: Registration, known: ResourceState | undefined): Promise<ResourceState> {
    const { calls, plan } = this.#options;
    const { urn, goal, order, provider } = registration;
    const given = (await withHashes(goal.inputs)) as PropertyMap;
    const old = this.#reusable(known, goal);
    const deleted = this.#deletedForReplacement.get(urn);
    const replaces = deleted !== undefined || old !== known;
    const news = this.#withIgnoredChanges(urn, goal, given, (old ?? deleted)?.inputs);
    const inputs = await calls.check(urn, goal, old?.inputs ?? {}, news);
    const desired = { ...initialState(urn, goal), custom: true, provider, inputs };
    if (old) return this.#change(old, { ...desired, ...(old.importId && { importId: old.importId }) }, registration);
    if (goal.importId) {
      const imported = await calls.import(desired, goal.importId, goal);
      plan.add(urn, replaces ? "replace" : "import", order);
      return this.#change(imported, { ...desired, importId: goal.importId }, registration, true);
    }
    const diff = deleted && (await calls.diff(deleted, inputs));
    const op = replaces ? "replace" : "create";
    const created = await calls.create(desired, goal, op);
    plan.add(urn, op, order, diff && { diff, olds: deleted.inputs, news: inputs });
    return created;
  }

  /** A resource that was only read is created, and one that was imported by another id is replaced. */
  #reusable(old: ResourceState | undefined, { importId, protect }: Goal): ResourceState | undefined {
    if (!old) return undefined;
    if (old.external) {
      this.#options.state.remove(old);
      return undefined;
    }
    if (importId === undefined || importId === (old.importId ?? old.id)) return old;
    if (protect) refuseProtected(old, "replace");
    this.markReplaced(old);
    return undefined;
  }

  #withIgnoredChanges(urn: string, { ignoreChanges }: Goal, news: PropertyMap, olds: PropertyMap | undefined) {
    if (!olds || ignoreChanges.length === 0) return news;
    const { inputs, missed } = withOldValues(news, olds, ignoreChanges);
    if (missed.length > 0) {
      const message = `cannot ignore changes at ${missed.join(", ")}: part of the path was added or removed`;
      this.#options.onEvent({ kind: "log", severity: "info", message, urn });
    }
    return inputs;
  }

  /**
   * Updates or replaces the resource if it differs from what the program wants.
   *
   * @param imported Whether this deployment has just imported it, so that it is in the plan already.
   */
  async #change(
    old: ResourceState,
    desired: ResourceState,
    registration: Registration,
    imported = false,
  ): Promise<ResourceState> {
    const { calls, plan, state } = this.#options;
    const { urn, goal, order } = registration;
    const diff = await calls.diff(old, desired.inputs, goal.replaceOnChanges);
    if (diff.replaces.length > 0) return this.#replace(old, desired, registration, diff);
    if (diff.changes === "some" || old.initErrors) {
      const updated = await calls.update(old, desired, goal);
      plan.add(urn, "update", order, { diff, olds: old.inputs, news: desired.inputs });
      return updated;
    }
    const same = { ...desired, id: old.id, outputs: withSecrets(old.outputs, goal) };
    if (!imported) plan.add(urn, "same", order);
    state.put(old, same);
    return same;
  }

  async #replace(
    old: ResourceState,
    { importId: _, ...desired }: ResourceState,
    { goal, order }: Registration,
    diff: DiffResult,
  ): Promise<ResourceState> {
    const { calls, plan } = this.#options;
    // One deployment may both remove the protection and replace. Deleting a protected resource takes two.
    if (goal.protect) refuseProtected(old, "replace");
    if (goal.importId) {
      const paths = diff.replaces.join(", ");
      throw new Error(
        `the imported resource differs in ${paths}, which needs a replacement: remove the option import from the program`,
      );
    }
    // Checked without old inputs, so that it gets a new generated name: the old one may still be in use.
    const given = (await withHashes(goal.inputs)) as PropertyMap;
    const news = this.#withIgnoredChanges(old.urn, goal, given, old.inputs);
    const fresh = { ...desired, inputs: await calls.check(old.urn, goal, {}, news) };
    if (goal.deleteBeforeReplace ?? diff.deleteBeforeReplace) await this.#deleteForReplacement(old);
    else this.markReplaced(old);
    const created = await calls.create(fresh, goal, "replace");
    plan.add(old.urn, "replace", order, { diff, olds: old.inputs, news: fresh.inputs });
    return created;
  }

  /** The old resource stays until every resource that depends on it uses the new one. */
  markReplaced(old: ResourceState): void {
    this.#options.state.put(old, { ...old, replaced: true });
  }

  /** Deletes a resource that cannot coexist with its replacement; first, those that cannot exist without it. */
  async #deleteForReplacement(old: ResourceState): Promise<void> {
    const { calls, state, preview } = this.#options;
    const toDelete = await this.#withDependentsToReplace(old);
    const dependents = toDelete.filter((resource) => resource !== old);
    for (const resource of dependents) refuseProtected(resource, "replace");
    if (preview) for (const resource of toDelete) state.remove(resource);
    else await deleteInOrder(toDelete, (resource) => calls.delete(resource));
    for (const resource of dependents) this.#deletedForReplacement.set(resource.urn, resource);
  }

  /** The resource, and transitively each that would need a replacement if the outputs of one of these were unknown. */
  async #withDependentsToReplace(old: ResourceState): Promise<ResourceState[]> {
    const { calls, state } = this.#options;
    const toDelete = [old];
    for (const deleted of toDelete) {
      for (const resource of state.resources) {
        if (toDelete.includes(resource) || resource.replaced || resource.external || !resource.custom) continue;
        const affected = Object.entries(resource.propertyDependencies)
          .filter(([, urns]) => urns.includes(deleted.urn))
          .map(([name]) => [name, unknown] as const);
        if (affected.length === 0) continue;
        const { replaces } = await calls.diff(resource, { ...resource.inputs, ...Object.fromEntries(affected) });
        if (replaces.length > 0) toDelete.push(resource);
      }
    }
    return toDelete;
  }
}

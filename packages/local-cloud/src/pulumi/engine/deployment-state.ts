import type { PendingOperation, ResourceState, StackState } from "../stack-state/state.ts";
import type { OnEvent } from "./events.ts";
import type { PlanOperation } from "./plan.ts";
import { urnParts } from "./urn.ts";

export interface DeploymentStateOptions {
  /** The deployment changes it. */
  state: StackState;
  /** Saves the state, so that the next deployment can continue if this one is killed. */
  save: () => Promise<void>;
  /** A preview does not save anything. */
  preview: boolean;
  onEvent: OnEvent;
}

/** A stack's state during a deployment. Saved before and after every call that changes the account. */
export class DeploymentState {
  readonly #options: DeploymentStateOptions;
  readonly stack: StackState;

  constructor(options: DeploymentStateOptions) {
    this.#options = options;
    this.stack = options.state;
  }

  get resources(): readonly ResourceState[] {
    return this.stack.resources;
  }

  /** The resource with this URN, but not one that has been replaced. */
  find(urn: string | undefined): ResourceState | undefined {
    return this.stack.resources.find((resource) => resource.urn === urn && !resource.replaced);
  }

  put(old: ResourceState | undefined, state: ResourceState): void {
    const index = old ? this.#indexOf(old) : -1;
    if (index < 0) this.stack.resources.push(state);
    else this.stack.resources[index] = state;
  }

  remove(resource: ResourceState): void {
    const index = this.#indexOf(resource);
    this.stack.resources = this.stack.resources.filter((_, other) => other !== index);
  }

  /** States are replaced, never changed: the one that a caller holds may have a successor. */
  #indexOf(resource: ResourceState): number {
    const index = this.stack.resources.indexOf(resource);
    if (index >= 0) return index;
    const { urn, id, replaced } = resource;
    return this.stack.resources.findIndex(
      (other) => other.urn === urn && other.id === id && other.replaced === replaced,
    );
  }

  /** Changes the URN of a resource, and all references to it. */
  rename(old: ResourceState, urn: string): ResourceState {
    const renamed = (other: string) => (other === old.urn ? urn : other);
    this.stack.resources = this.stack.resources.map((resource) => ({
      ...resource,
      urn: resource === old ? urn : resource.urn,
      ...(resource.parent && { parent: renamed(resource.parent) }),
      ...(resource.deletedWith && { deletedWith: renamed(resource.deletedWith) }),
      dependencies: resource.dependencies.map(renamed),
      propertyDependencies: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([name, urns]) => [name, urns.map(renamed)]),
      ),
    }));
    return this.find(urn)!;
  }

  /** Sorts the resources in the order of these URNs, which is that of the program. */
  sort(urns: Iterable<string>): void {
    const position = new Map([...urns].map((urn, index) => [urn, index]));
    const orderOf = ({ urn }: ResourceState) => position.get(urn) ?? position.size;
    this.stack.resources = [...this.stack.resources].sort((a, b) => orderOf(a) - orderOf(b));
  }

  /** Makes a call, which is saved as pending while it is in flight. */
  async whilePending<T>(pending: PendingOperation, op: PlanOperation, call: () => Promise<T>): Promise<T> {
    if (this.#options.preview) return call();
    const { urn, type } = pending.resource;
    const event = { kind: "resource", urn, type, name: urnParts(urn).name, op } as const;
    this.stack.pending.push(pending);
    await this.save();
    this.#options.onEvent({ ...event, phase: "begin" });
    try {
      const result = await call();
      this.#options.onEvent({ ...event, phase: "end" });
      return result;
    } finally {
      this.stack.pending = this.stack.pending.filter((other) => other !== pending);
      await this.save();
    }
  }

  async save(): Promise<void> {
    if (!this.#options.preview) await this.#options.save();
  }
}

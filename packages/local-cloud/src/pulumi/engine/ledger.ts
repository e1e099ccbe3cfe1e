import type { OnEvent } from "./events.ts";
import type { PlanOperation } from "./plan.ts";
import type { PendingOperation, ResourceState, StackState } from "./state.ts";
import { urnParts } from "./urn.ts";

export interface LedgerOptions {
  /** Changed as the deployment goes. */
  state: StackState;
  /** Puts the state where a killed deployment leaves it for the next. */
  save: () => Promise<void>;
  /** Nothing is kept of what a preview finds. */
  preview: boolean;
  onEvent: OnEvent;
}

/** A stack's state while a deployment changes it, written down before and after every call that changes the account. */
export class Ledger {
  readonly #options: LedgerOptions;
  readonly state: StackState;

  constructor(options: LedgerOptions) {
    this.#options = options;
    this.state = options.state;
  }

  get resources(): readonly ResourceState[] {
    return this.state.resources;
  }

  /** The resource that has this URN; one that was replaced has it no more. */
  find(urn: string | undefined): ResourceState | undefined {
    return this.state.resources.find((resource) => resource.urn === urn && !resource.replaced);
  }

  put(old: ResourceState | undefined, state: ResourceState): void {
    const index = old ? this.#indexOf(old) : -1;
    if (index < 0) this.state.resources.push(state);
    else this.state.resources[index] = state;
  }

  remove(resource: ResourceState): void {
    const index = this.#indexOf(resource);
    this.state.resources = this.state.resources.filter((_, other) => other !== index);
  }

  /** A state is replaced, never changed: one that is held for long may have a successor. */
  #indexOf(resource: ResourceState): number {
    const index = this.state.resources.indexOf(resource);
    if (index >= 0) return index;
    const { urn, id, replaced } = resource;
    return this.state.resources.findIndex(
      (other) => other.urn === urn && other.id === id && other.replaced === replaced,
    );
  }

  /** The resource has another URN now, and so have all references to it. */
  rename(old: ResourceState, urn: string): ResourceState {
    const renamed = (other: string) => (other === old.urn ? urn : other);
    this.state.resources = this.state.resources.map((resource) => ({
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

  /** As the program registers them, whatever came first: the order in which a list is read. */
  sort(urns: Iterable<string>): void {
    const position = new Map([...urns].map((urn, index) => [urn, index]));
    const orderOf = ({ urn }: ResourceState) => position.get(urn) ?? position.size;
    this.state.resources = [...this.state.resources].sort((a, b) => orderOf(a) - orderOf(b));
  }

  /** Remembers that a call is under way, makes it, and remembers what came of it. */
  async during<T>(pending: PendingOperation, op: PlanOperation, call: () => Promise<T>): Promise<T> {
    if (this.#options.preview) return call();
    const { urn, type } = pending.resource;
    const event = { kind: "resource", urn, type, name: urnParts(urn).name, op } as const;
    this.state.pending.push(pending);
    await this.save();
    this.#options.onEvent({ ...event, phase: "begin" });
    try {
      const result = await call();
      this.#options.onEvent({ ...event, phase: "end" });
      return result;
    } finally {
      this.state.pending = this.state.pending.filter((other) => other !== pending);
      await this.save();
    }
  }

  async save(): Promise<void> {
    if (!this.#options.preview) await this.#options.save();
  }
}

import { randomUUID } from "node:crypto";
import { equal, type PropertyMap, unknown } from "../property-values/values.ts";
import type { Provider } from "../provider/provider.ts";
import type { ResourceState, StackState } from "../stack-state/state.ts";
import { withHashes } from "./archives.ts";
import type { Construction } from "./constructions.ts";
import { CustomResources } from "./custom-resources.ts";
import { deleteInOrder } from "./delete-in-order.ts";
import { DeploymentState } from "./deployment-state.ts";
import type { Problem } from "./errors.ts";
import type { OnEvent } from "./events.ts";
import type { Goal } from "./goal.ts";
import { inheritedFrom } from "./inherited-options.ts";
import { initialState } from "./initial-state.ts";
import { isDefaultProvider, type PlannedResource } from "./plan.ts";
import { ordinals, PlanRecorder } from "./plan-recorder.ts";
import { refuseProtected } from "./refuse-protected.ts";
import { ResourceCalls } from "./resource-calls.ts";
import { resumePending } from "./resume-pending.ts";
import { TaskGroup } from "./task-group.ts";
import { isProviderType, stackType, urnOf, urnParts } from "./urn.ts";

export interface DeploymentOptions {
  provider: Provider;
  /** The deployment changes it. */
  state: StackState;
  /** Saves the state, so that the next deployment can continue if this one is killed. */
  save: () => Promise<void>;
  preview: boolean;
  /** Settings of package aws from the stack's configuration, e.g. region. */
  providerConfig: PropertyMap;
  onEvent: OnEvent;
  /** Where the program constructs a resource, and its ordinal. */
  constructionOf: (type: string, name: string) => Construction | undefined;
}

export interface Registered {
  urn: string;
  id: string;
  outputs: PropertyMap;
}

/**
 * One deployment of a stack. Applies each resource that the program registers as soon as its inputs are known, then
 * deletes the resources that are no longer registered. The first problem stops it.
 */
export class Deployment {
  readonly #options: DeploymentOptions;
  readonly #state: DeploymentState;
  readonly #calls: ResourceCalls;
  readonly #tasks: TaskGroup;
  readonly #plan = new PlanRecorder();
  readonly #custom: CustomResources;
  /** By URN, the resources that this deployment has registered. */
  readonly #registered = new Map<string, ResourceState>();
  readonly #constructions = new Map<string, Construction>();
  readonly #defaultProviders = new Map<string, Promise<string>>();

  constructor(options: DeploymentOptions) {
    const { provider, preview, onEvent } = options;
    this.#options = options;
    this.#state = new DeploymentState(options);
    this.#calls = new ResourceCalls(provider, this.#state, preview);
    this.#tasks = new TaskGroup((problem) => onEvent({ kind: "problem", problem }));
    this.#custom = new CustomResources({
      state: this.#state,
      calls: this.#calls,
      plan: this.#plan,
      preview,
      onEvent,
    });
  }

  get plan(): PlannedResource[] {
    return this.#plan.resources;
  }

  /** Resolves when the first problem occurs. */
  get stopped(): Promise<void> {
    return this.#tasks.stopped;
  }

  /** Runs a task of the deployment, unless it has stopped. A task that fails stops it, and never resolves. */
  run<T>(task: () => Promise<T>, about?: Goal | ResourceState): Promise<T> {
    return this.#tasks.run(task, () => (about ? this.#identify(about) : {}));
  }

  fail(problem: Problem): void {
    this.#tasks.fail(problem);
  }

  /** Waits for the tasks in flight. @throws DeploymentError if anything failed. */
  settle(): Promise<void> {
    return this.#tasks.settle();
  }

  /** Finds the result of the calls that were pending when the last deployment was interrupted. @throws DeploymentError */
  async resumePending(): Promise<void> {
    void this.run(() => resumePending(this.#state, this.#calls));
    await this.settle();
  }

  /** The resource, and the line that constructs it, for a problem. */
  #identify(resource: Goal | ResourceState): Pick<Problem, "urn" | "type" | "name" | "source"> {
    const { type } = resource;
    const urn = "urn" in resource ? resource.urn : this.#urnOf(resource);
    const construction = this.#constructions.get(urn) ?? this.#options.constructionOf(type, urnParts(urn).name);
    const source = construction?.source;
    return { urn, type, name: urnParts(urn).name, ...(source && { source }) };
  }

  #urnOf({ parent, type, name }: Goal): string {
    const { stack, project } = this.#state.stack;
    return urnOf(stack, project, parent, type, name);
  }

  async register(requested: Goal): Promise<Registered> {
    const goal = inheritedFrom(requested.parent ? this.#registered.get(requested.parent) : undefined, requested);
    const urn = this.#urnOf(goal);
    const order = this.#orderOf(urn, goal);
    this.#refuseDuplicate(urn, goal);
    const old = this.#findOld(urn, goal.aliases);
    // A placeholder, so that a second resource of the same name is noticed meanwhile.
    this.#registered.set(urn, initialState(urn, goal));
    const registered = await this.#apply(urn, goal, old, order);
    this.#registered.set(urn, registered);
    return { urn, id: registered.id, outputs: registered.outputs };
  }

  #orderOf(urn: string, { type, name }: Goal): number {
    const construction = this.#options.constructionOf(type, name);
    if (construction) this.#constructions.set(urn, construction);
    const first = type === stackType ? ordinals.stack : ordinals.notConstructed;
    return construction?.order ?? first + this.#registered.size;
  }

  #refuseDuplicate(urn: string, { name }: Goal): void {
    if (!this.#registered.has(urn)) return;
    throw new Error(`there is another resource of this type with the name '${name}': give each its own name`);
  }

  /** The resource's state before, also under one of its aliases. */
  #findOld(urn: string, aliases: string[]): ResourceState | undefined {
    for (const known of [urn, ...aliases]) {
      const old = this.#state.find(known);
      if (old) return known === urn ? old : this.#state.rename(old, urn);
    }
    return undefined;
  }

  async #apply(urn: string, goal: Goal, old: ResourceState | undefined, order: number): Promise<ResourceState> {
    if (isProviderType(goal.type)) return this.#applyProvider(urn, goal, old, order);
    if (!goal.custom) return this.#applyComponent(urn, goal, old, order);
    const provider = await this.providerFor(goal.type, goal.provider, goal.version);
    return this.#custom.apply({ urn, goal, order, provider }, old);
  }

  async #applyComponent(
    urn: string,
    goal: Goal,
    old: ResourceState | undefined,
    order: number,
  ): Promise<ResourceState> {
    const inputs = (await withHashes(goal.inputs)) as PropertyMap;
    const state = { ...initialState(urn, goal), inputs, outputs: old?.outputs ?? {} };
    this.#plan.add(urn, old ? "same" : "create", order);
    this.#state.put(old, state);
    if (!old) await this.#state.save();
    return state;
  }

  async #applyProvider(urn: string, goal: Goal, old: ResourceState | undefined, order: number): Promise<ResourceState> {
    if (goal.type !== "pulumi:providers:aws")
      throw new Error(`the local cloud has a provider for aws, not for ${goal.type}`);
    const inputs = await this.#calls.checkConfig(urn, goal, old?.inputs ?? {});
    const id = old?.id ?? (this.#options.preview ? unknown : randomUUID());
    const state = { ...initialState(urn, goal), custom: true, id, inputs, outputs: inputs };
    await this.#calls.configure(state);
    // No setting leads to another cloud, so a provider is never replaced.
    const changed = old && !equal(old.inputs, inputs);
    if (!isDefaultProvider(urn)) this.#plan.add(urn, changed ? "update" : old ? "same" : "create", order);
    this.#state.put(old, state);
    if (!old || changed) await this.#state.save();
    return state;
  }

  /** The reference (URN and id) of the given provider, or of the default provider for a type and version. */
  async providerFor(type: string, given: string | undefined, version: string | undefined): Promise<string> {
    if (given) return given;
    const [packageName] = type.split(":");
    const suffix = version ? `_${version.replaceAll(".", "_")}` : "";
    const name = `default${suffix}`;
    const key = `${packageName} ${name}`;
    let reference = this.#defaultProviders.get(key);
    if (!reference) {
      reference = this.#registerDefaultProvider(`pulumi:providers:${packageName}`, name, version);
      this.#defaultProviders.set(key, reference);
    }
    return reference;
  }

  async #registerDefaultProvider(type: string, name: string, version: string | undefined): Promise<string> {
    const inputs = { ...this.#options.providerConfig, ...(version && { version }) };
    const { urn, id } = await this.register({ ...emptyGoal, type, name, custom: true, inputs });
    return `${urn}::${id}`;
  }

  /** Reads a resource that the stack does not manage (`Resource.get`). */
  async readResource(goal: Goal, id: string): Promise<Registered> {
    const urn = this.#urnOf(goal);
    const order = this.#orderOf(urn, goal);
    this.#refuseDuplicate(urn, goal);
    const provider = await this.providerFor(goal.type, goal.provider, goal.version);
    const old = this.#findOld(urn, []);
    const replaces = old !== undefined && !old.external && id !== unknown && old.id !== id;
    if (replaces) {
      refuseProtected(old, "replace");
      this.#custom.markReplaced(old);
    }
    const outputs = await this.#calls.readExternal(urn, goal, id);
    const state = { ...initialState(urn, goal), custom: true, external: true, provider, id, outputs };
    this.#registered.set(urn, state);
    this.#plan.add(urn, replaces ? "replace" : "read", order);
    this.#state.put(replaces ? undefined : old, state);
    return { urn, id, outputs };
  }

  setOutputs(urn: string, outputs: PropertyMap): void {
    const state = this.#registered.get(urn);
    if (!state) throw new Error(`outputs for ${urn}, which is not registered`);
    const known = { ...state, outputs };
    this.#registered.set(urn, known);
    this.#state.put(state, known);
  }

  /** The state of a resource that this deployment has registered. */
  stateOf(urn: string): ResourceState | undefined {
    return this.#registered.get(urn);
  }

  /** Deletes the resources that were replaced, and those that the program no longer registers. */
  async deleteUnregistered(): Promise<void> {
    const toDelete = this.#state.resources.filter(({ replaced, urn }) => replaced || !this.#registered.has(urn));
    for (const urn of this.#custom.deletedForReplacement) {
      if (!this.#registered.has(urn)) this.#plan.add(urn, "delete", ordinals.deletedForReplacement);
    }
    await this.#deleteAll(toDelete);
    this.#state.sort(this.#registered.keys());
  }

  /** Deletes all resources. */
  destroy(): Promise<void> {
    return this.#deleteAll(this.#state.resources);
  }

  async #deleteAll(toDelete: readonly ResourceState[]): Promise<void> {
    for (const resource of toDelete) if (!resource.replaced) this.#failIfProtected(resource);
    await this.settle();
    const order = await deleteInOrder(toDelete, async (resource) => {
      this.#tasks.throwProblems();
      if (this.#options.preview) return;
      await this.#calls.delete(resource, toDelete).catch((error: Error) => {
        this.fail({ message: error.message, ...this.#identify(resource) });
        throw error;
      });
    }).catch(() => undefined);
    await this.settle();
    for (const [index, { urn, replaced }] of (order ?? []).entries()) {
      if (!replaced && !isDefaultProvider(urn)) this.#plan.add(urn, "delete", ordinals.deleted + index);
    }
  }

  #failIfProtected(resource: ResourceState): void {
    try {
      refuseProtected(resource, "delete");
    } catch (error) {
      this.fail({ message: (error as Error).message, ...this.#identify(resource) });
    }
  }

  /** Updates the state to what exists in the account. */
  async refresh(): Promise<void> {
    for (const resource of [...this.#state.resources]) await this.#calls.configureFor(resource);
    for (const [order, resource] of [...this.#state.resources].entries()) {
      if (!resource.custom || isProviderType(resource.type)) this.#plan.add(resource.urn, "same", order);
      else void this.run(() => this.#refreshResource(resource, order), resource);
    }
    await this.settle();
    await this.#state.save();
  }

  async #refreshResource(resource: ResourceState, order: number): Promise<void> {
    const found = await this.#calls.read(resource);
    if (!found) {
      this.#plan.add(resource.urn, "delete", order);
      this.#state.remove(resource);
      return;
    }
    const diff = await this.#calls.diff(resource, found.inputs);
    const op = diff.changes === "some" ? "update" : "same";
    this.#plan.add(resource.urn, op, order, { diff, olds: resource.inputs, news: found.inputs });
    this.#state.put(resource, { ...resource, inputs: found.inputs, outputs: found.properties });
  }
}

const emptyGoal = {
  dependencies: [],
  propertyDependencies: {},
  ignoreChanges: [],
  replaceOnChanges: [],
  additionalSecretOutputs: [],
  aliases: [],
};

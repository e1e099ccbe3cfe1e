import { createHash, randomUUID } from "node:crypto";
import { InitFailedError } from "../provider/errors.ts";
import type { CheckFailure, DiffResult, Provider } from "../provider/provider.ts";
import { isSecret, type PropertyMap, type PropertyValue, plain, secret, show, unknown } from "../wire/values.ts";
import { withHashes } from "./archives.ts";
import type { Construction } from "./constructions.ts";
import { deleteInOrder } from "./deletions.ts";
import { DeploymentError, type Problem } from "./errors.ts";
import type { OnEvent } from "./events.ts";
import type { Goal } from "./goal.ts";
import { changeAt, isDefaultProvider, type PlannedResource, type PlanOperation } from "./plan.ts";
import { covers, withOldValues } from "./property-path.ts";
import type { PendingOperation, ResourceState, StackState } from "./state.ts";
import { isProviderType, providerUrn, stackType, urnOf, urnParts } from "./urn.ts";

export interface DeploymentOptions {
  provider: Provider;
  /** Changed as the deployment goes. */
  state: StackState;
  /** Puts the state where a killed deployment leaves it for the next. */
  save: () => Promise<void>;
  preview: boolean;
  /** Settings of package aws from the stack's configuration, e.g. region. */
  providerConfig: PropertyMap;
  onEvent: OnEvent;
  /** Where, and as how manieth, the program made a resource. */
  constructionOf: (type: string, name: string) => Construction | undefined;
}

export interface Registered {
  urn: string;
  id: string;
  outputs: PropertyMap;
}

/**
 * One run over a stack: takes what the program registers, one resource after the other as their
 * inputs become known, and brings each to where it should be; then deletes what was not
 * registered any more. The first problem stops it.
 */
export class Deployment {
  readonly #options: DeploymentOptions;
  readonly #state: StackState;
  readonly #provider: Provider;
  /** By URN, what this run has registered. */
  readonly #registered = new Map<string, ResourceState>();
  /** By URN, what was deleted to make room for a replacement. */
  readonly #madeRoom = new Map<string, ResourceState>();
  readonly #configured = new Set<string>();
  readonly #planned: Array<PlannedResource & { order: number }> = [];
  readonly #problems: Problem[] = [];
  readonly #inFlight = new Set<Promise<unknown>>();
  readonly #sources = new Map<string, Construction>();
  readonly #defaultProviders = new Map<string, Promise<string>>();
  /** Resolves when the first problem arises. */
  readonly stopped: Promise<void>;
  #stop = () => {};

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#state = options.state;
    this.#provider = options.provider;
    this.stopped = new Promise((resolve) => {
      this.#stop = resolve;
    });
  }

  get plan(): PlannedResource[] {
    const inOrder = [...this.#planned].sort((a, b) => a.order - b.order);
    return inOrder.map(({ order: _, ...resource }) => resource);
  }

  /**
   * Does a part of the deployment, unless it has stopped. A part that fails stops it and never
   * ends, as far as the program can see: what depends on it is not to be made.
   */
  run<T>(part: () => Promise<T>, about?: Goal | ResourceState): Promise<T> {
    if (this.#problems.length > 0) return new Promise<T>(() => {});
    const work = part();
    const settled = work.then(
      () => {},
      (error: unknown) => this.fail({ message: (error as Error).message, ...(about && this.#identify(about)) }),
    );
    this.#inFlight.add(settled);
    void settled.then(() => this.#inFlight.delete(settled));
    return work.catch(() => new Promise<T>(() => {}));
  }

  fail(problem: Problem): void {
    if (this.#problems.some(({ message }) => message === problem.message)) return;
    this.#problems.push(problem);
    this.#options.onEvent({ kind: "problem", problem });
    this.#stop();
  }

  /** Waits for what is under way. @throws DeploymentError if anything failed. */
  async settle(): Promise<void> {
    while (this.#inFlight.size > 0) await Promise.all(this.#inFlight);
    if (this.#problems.length > 0) throw new DeploymentError(this.#problems);
  }

  /** Names a resource, and the line that makes it, in a problem. */
  #identify(resource: Goal | ResourceState): Pick<Problem, "urn" | "type" | "name" | "source"> {
    const { type } = resource;
    const name = "urn" in resource ? urnParts(resource.urn).name : resource.name;
    const urn =
      "urn" in resource ? resource.urn : urnOf(this.#state.stack, this.#state.project, resource.parent, type, name);
    const source = this.#sources.get(urn)?.source;
    return { urn, type, name, ...(source && { source }) };
  }

  /** Finds out what became of the calls in which the last deployment was interrupted. */
  async resumePending(): Promise<void> {
    const { pending } = this.#state;
    if (pending.length === 0) return;
    for (const operation of pending) await this.#resume(operation);
    this.#state.pending = [];
    await this.#save();
  }

  async #resume({ kind, resource }: PendingOperation): Promise<void> {
    await this.#configureFor(resource);
    const { urn, type, inputs } = resource;
    const ref = { urn, type, name: urnParts(urn).name };
    if (kind === "create") {
      const { result } = await this.#provider.invoke({ token: "sandbox:index:idOf", args: { type, inputs } });
      const id = String(result.id);
      const found = id ? await this.#provider.read({ ...ref, id, properties: inputs, inputs }) : undefined;
      // Unfinished, perhaps: its inputs are what is there, so that the next deployment sees what is missing.
      if (found) this.#put(undefined, { ...resource, id, outputs: found.properties, inputs: found.inputs });
    }
    if (kind === "update") {
      const found = await this.#provider.read({ ...ref, id: resource.id, properties: resource.outputs, inputs });
      const old = this.#state.resources.find((candidate) => candidate.urn === urn && !candidate.replaced);
      if (found && old) this.#put(old, { ...old, outputs: found.properties, inputs: found.inputs });
    }
    // A delete is done again: that the resource is gone already is no error.
  }

  async register(goal: Goal): Promise<Registered> {
    const { stack, project } = this.#state;
    const urn = urnOf(stack, project, goal.parent, goal.type, goal.name);
    const construction = this.#options.constructionOf(goal.type, goal.name);
    if (construction) this.#sources.set(urn, construction);
    const order = construction?.order ?? this.#registered.size + (goal.type === stackType ? -1 : 1e6);
    if (this.#registered.has(urn)) {
      throw new Error(
        `there is another resource of this type with the name '${goal.name}': give each a name of its own`,
      );
    }
    const old = this.#takeOld(urn, goal.aliases);
    // Stands in until the real one is there, so that a second one of the same name is noticed.
    this.#registered.set(urn, old ?? componentState(urn, goal));
    const registered = await this.#bring(urn, goal, old, order);
    this.#registered.set(urn, registered);
    return { urn, id: registered.id, outputs: registered.outputs };
  }

  #bring(urn: string, goal: Goal, old: ResourceState | undefined, order: number): Promise<ResourceState> {
    if (isProviderType(goal.type)) return this.#bringProvider(urn, goal, old, order);
    return goal.custom ? this.#bringCustom(urn, goal, old, order) : this.#bringComponent(urn, goal, old, order);
  }

  #takeOld(urn: string, aliases: string[]): ResourceState | undefined {
    for (const known of [urn, ...aliases]) {
      const old = this.#state.resources.find((resource) => resource.urn === known && !resource.replaced);
      if (!old) continue;
      if (known === urn) return old;
      return this.#rename(old, urn);
    }
    return undefined;
  }

  /** The resource has another URN now, and so have all references to it. */
  #rename(old: ResourceState, urn: string): ResourceState {
    const renamed = (other: string) => (other === old.urn ? urn : other);
    this.#state.resources = this.#state.resources.map((resource) => ({
      ...resource,
      urn: resource === old ? urn : resource.urn,
      ...(resource.parent && { parent: renamed(resource.parent) }),
      dependencies: resource.dependencies.map(renamed),
      propertyDependencies: Object.fromEntries(
        Object.entries(resource.propertyDependencies).map(([name, urns]) => [name, urns.map(renamed)]),
      ),
    }));
    return this.#state.resources.find((resource) => resource.urn === urn && !resource.replaced)!;
  }

  async #bringComponent(
    urn: string,
    goal: Goal,
    old: ResourceState | undefined,
    order: number,
  ): Promise<ResourceState> {
    const inputs = (await withHashes(goal.inputs)) as PropertyMap;
    const state = { ...componentState(urn, goal), inputs, outputs: old?.outputs ?? {} };
    this.#plan(urn, old ? "same" : "create", order);
    this.#put(old, state);
    if (!old) await this.#save();
    return state;
  }

  async #bringProvider(urn: string, goal: Goal, old: ResourceState | undefined, order: number): Promise<ResourceState> {
    if (goal.type !== "pulumi:providers:aws")
      throw new Error(`the local cloud has a provider for aws, not for ${goal.type}`);
    const { inputs, failures } = await this.#provider.checkConfig({ urn, olds: old?.inputs ?? {}, news: goal.inputs });
    raiseFailures(goal, failures, goal.inputs);
    const id = old?.id ?? (this.#options.preview ? unknown : randomUUID());
    const state = { ...componentState(urn, goal), custom: true, id, inputs, outputs: inputs };
    await this.#configure(state);
    if (!isDefaultProvider(urn)) this.#plan(urn, old ? "same" : "create", order);
    this.#put(old, state);
    if (!old) await this.#save();
    return state;
  }

  async #configure(provider: ResourceState): Promise<void> {
    if (this.#configured.has(provider.urn)) return;
    this.#configured.add(provider.urn);
    await this.#provider.configure(provider.inputs);
  }

  /** For what is read or deleted before the program has said anything. */
  async #configureFor(resource: ResourceState): Promise<void> {
    const urn = resource.provider && providerUrn(resource.provider);
    const provider = this.#state.resources.find((candidate) => candidate.urn === urn);
    if (provider) await this.#configure(provider);
  }

  async providerFor(type: string, given: string | undefined, version: string | undefined): Promise<string> {
    if (given) return given;
    const [packageName] = type.split(":");
    const suffix = version ? `_${version.replaceAll(".", "_")}` : "";
    const name = `default${suffix}`;
    const key = `${packageName} ${name}`;
    let reference = this.#defaultProviders.get(key);
    if (!reference) {
      reference = this.#defaultProvider(`pulumi:providers:${packageName}`, name, version);
      this.#defaultProviders.set(key, reference);
    }
    return reference;
  }

  async #defaultProvider(type: string, name: string, version: string | undefined): Promise<string> {
    const inputs = { ...this.#options.providerConfig, ...(version && { version }) };
    const { urn, id } = await this.register({ ...emptyGoal, type, name, custom: true, inputs });
    return `${urn}::${id}`;
  }

  async #bringCustom(urn: string, goal: Goal, old: ResourceState | undefined, order: number): Promise<ResourceState> {
    const provider = await this.providerFor(goal.type, goal.provider, goal.version);
    const given = (await withHashes(goal.inputs)) as PropertyMap;
    const room = this.#madeRoom.get(urn);
    const news = withOldValues(given, (old ?? room)?.inputs ?? {}, old || room ? goal.ignoreChanges : []);
    const inputs = await this.#check(urn, goal, old?.inputs ?? {}, news);
    const wanted = { ...componentState(urn, goal), custom: true, provider, inputs };

    if (!old) {
      if (goal.importId) return this.#import(wanted, goal.importId, goal, order);
      const diff = room && (await this.#diff(room, inputs));
      const created = await this.#create(wanted, goal, room ? "replace" : "create");
      this.#plan(urn, room ? "replace" : "create", order, diff, room?.inputs, inputs);
      return created;
    }
    const diff = await this.#diff(old, inputs);
    for (const path of Object.keys(diff.detailed)) {
      if (goal.replaceOnChanges.some((pattern) => covers(pattern, path)) && !diff.replaces.includes(path)) {
        diff.replaces.push(path);
      }
    }
    if (diff.replaces.length > 0) return this.#replace(old, wanted, goal, diff, order);
    if (diff.changes === "some" || old.initErrors) {
      const updated = await this.#update(old, wanted, goal);
      this.#plan(urn, "update", order, diff, old.inputs, inputs);
      return updated;
    }
    const same = { ...wanted, id: old.id, outputs: old.outputs };
    this.#plan(urn, "same", order);
    this.#put(old, same);
    return same;
  }

  async #check(urn: string, goal: Goal, olds: PropertyMap, news: PropertyMap): Promise<PropertyMap> {
    const { stack, serial } = this.#state;
    const randomSeed = createHash("sha256").update(`${stack} ${serial} ${urn}`).digest();
    const { type, name } = goal;
    const { inputs, failures } = await this.#provider.check({ urn, type, name, olds, news, randomSeed });
    raiseFailures(goal, failures, news);
    return inputs;
  }

  #diff(old: ResourceState, news: PropertyMap): Promise<DiffResult> {
    const { urn, type, id, outputs, inputs } = old;
    return this.#provider.diff({ urn, type, name: urnParts(urn).name, id, olds: outputs, news, oldInputs: inputs });
  }

  async #create(wanted: ResourceState, goal: Goal, op: PlanOperation): Promise<ResourceState> {
    const { urn, type, inputs } = wanted;
    const { preview } = this.#options;
    const call = () => this.#provider.create({ urn, type, name: goal.name, properties: inputs, preview });
    try {
      return await this.#during({ kind: "create", resource: wanted }, op, async () => {
        const { id, properties } = await call();
        const created = { ...wanted, id, outputs: withSecrets(properties, goal.additionalSecretOutputs) };
        this.#put(undefined, created);
        return created;
      });
    } catch (error) {
      if (!(error instanceof InitFailedError)) throw error;
      this.#put(undefined, { ...wanted, id: error.id, outputs: error.properties, initErrors: [error.message] });
      await this.#save();
      throw error;
    }
  }

  async #update(old: ResourceState, wanted: ResourceState, goal: Goal): Promise<ResourceState> {
    const { urn, type, id, outputs, inputs: oldInputs } = old;
    const { preview } = this.#options;
    const request = { urn, type, name: goal.name, id, olds: outputs, news: wanted.inputs, oldInputs, preview };
    return this.#during({ kind: "update", resource: old }, "update", async () => {
      const properties = await this.#provider.update(request);
      const updated = { ...wanted, id, outputs: withSecrets(properties, goal.additionalSecretOutputs) };
      this.#put(old, updated);
      return updated;
    });
  }

  async #replace(
    old: ResourceState,
    wanted: ResourceState,
    goal: Goal,
    diff: DiffResult,
    order: number,
  ): Promise<ResourceState> {
    refuseProtected(old, "replace");
    // With no old inputs, for a name of its own: the old one may still be in use.
    const news = withOldValues((await withHashes(goal.inputs)) as PropertyMap, old.inputs, goal.ignoreChanges);
    const fresh = { ...wanted, inputs: await this.#check(old.urn, goal, {}, news) };
    if (goal.deleteBeforeReplace ?? diff.deleteBeforeReplace) await this.#makeRoom(old);
    else this.#put(old, { ...old, replaced: true });
    const created = await this.#create(fresh, goal, "replace");
    this.#plan(old.urn, "replace", order, diff, old.inputs, fresh.inputs);
    return created;
  }

  /** Deletes a resource that cannot stand beside its replacement, and first what cannot be without it. */
  async #makeRoom(old: ResourceState): Promise<void> {
    const leaving = await this.#dependentsToReplace(old);
    for (const resource of leaving) refuseProtected(resource, "replace");
    if (this.#options.preview) for (const resource of leaving) this.#remove(resource);
    else await deleteInOrder(leaving, (resource) => this.#delete(resource));
    for (const resource of leaving) if (resource !== old) this.#madeRoom.set(resource.urn, resource);
  }

  /** The resource, and in turn each that would need replacing were this one's outputs not known. */
  async #dependentsToReplace(old: ResourceState): Promise<ResourceState[]> {
    const leaving = [old];
    for (const gone of leaving) {
      for (const resource of this.#state.resources) {
        if (leaving.includes(resource) || resource.replaced || resource.external || !resource.custom) continue;
        const affected = Object.entries(resource.propertyDependencies)
          .filter(([, urns]) => urns.includes(gone.urn))
          .map(([name]) => [name, unknown] as const);
        if (affected.length === 0) continue;
        const { replaces } = await this.#diff(resource, { ...resource.inputs, ...Object.fromEntries(affected) });
        if (replaces.length > 0) leaving.push(resource);
      }
    }
    return leaving;
  }

  async #import(wanted: ResourceState, id: string, goal: Goal, order: number): Promise<ResourceState> {
    const { urn, type } = wanted;
    const found = await this.#provider.read({ urn, type, name: goal.name, id, properties: {}, inputs: {} });
    if (!found) throw new Error(`there is nothing with the id '${id}' to import`);
    const imported = { ...wanted, id: found.id, outputs: found.properties };
    const diff = await this.#diff({ ...imported, inputs: found.inputs }, wanted.inputs);
    if (diff.changes === "some") {
      const paths = Object.keys(diff.detailed).join(", ");
      throw new Error(
        `what is there differs from what the program says, in ${paths}: make the program say what is there, then import`,
      );
    }
    this.#plan(urn, "import", order);
    this.#put(undefined, imported);
    await this.#save();
    return imported;
  }

  /** Reads a resource that is somebody else's (`Resource.get`). */
  async readResource(goal: Goal, id: string): Promise<Registered> {
    const { stack, project } = this.#state;
    const urn = urnOf(stack, project, goal.parent, goal.type, goal.name);
    const { type, name, inputs } = goal;
    const provider = await this.providerFor(type, goal.provider, goal.version);
    const old = this.#takeOld(urn, []);
    let outputs = inputs;
    if (id !== unknown) {
      const found = await this.#provider.read({ urn, type, name, id, properties: {}, inputs: {} });
      if (!found) throw new Error(`there is nothing with the id '${id}'`);
      outputs = found.properties;
    }
    const state = { ...componentState(urn, goal), custom: true, external: true, provider, id, inputs, outputs };
    this.#registered.set(urn, state);
    this.#plan(urn, "read", this.#options.constructionOf(type, name)?.order ?? 1e6);
    this.#put(old, state);
    return { urn, id, outputs };
  }

  setOutputs(urn: string, outputs: PropertyMap): void {
    const state = this.#registered.get(urn);
    if (!state) throw new Error(`outputs for ${urn}, which is not registered`);
    const known = { ...state, outputs };
    this.#registered.set(urn, known);
    this.#put(state, known);
  }

  /** The state of a resource that this run has registered. */
  stateOf(urn: string): ResourceState | undefined {
    return this.#registered.get(urn);
  }

  /** Deletes what was replaced, and what the program does not register any more. */
  async deleteTheRest(): Promise<void> {
    const { preview } = this.#options;
    const leaving = this.#state.resources.filter(
      (resource) => resource.replaced || this.#registered.get(resource.urn) === undefined,
    );
    for (const resource of leaving) refuseProtected(resource, "delete");
    for (const urn of this.#madeRoom.keys()) if (!this.#registered.has(urn)) this.#plan(urn, "delete", 3e6);
    await this.#deleteAll(leaving, preview);
  }

  /** Deletes all that there is. */
  async destroy(): Promise<void> {
    for (const resource of this.#state.resources) refuseProtected(resource, "delete");
    await this.#deleteAll(this.#state.resources);
  }

  async #deleteAll(leaving: ResourceState[], preview = false): Promise<void> {
    const order = await deleteInOrder(leaving, async (resource) => {
      if (this.#problems.length > 0) throw new DeploymentError(this.#problems);
      if (preview) return;
      await this.#delete(resource, leaving).catch((error: Error) => {
        this.fail({ message: error.message, ...this.#identify(resource) });
        throw error;
      });
    }).catch(() => undefined);
    await this.settle();
    for (const [index, resource] of (order ?? []).entries()) {
      if (!resource.replaced && !isDefaultProvider(resource.urn)) this.#plan(resource.urn, "delete", 2e6 + index);
    }
  }

  async #delete(resource: ResourceState, leaving: ResourceState[] = []): Promise<void> {
    const { urn, type, id, outputs, deletedWith } = resource;
    const goesAlong = deletedWith !== undefined && leaving.some((other) => other.urn === deletedWith);
    const silent =
      !resource.custom || isProviderType(type) || resource.external || resource.retainOnDelete || goesAlong;
    if (silent) {
      this.#remove(resource);
      return;
    }
    await this.#configureFor(resource);
    await this.#during({ kind: "delete", resource }, "delete", async () => {
      await this.#provider.delete({ urn, type, name: urnParts(urn).name, id, properties: outputs });
      this.#remove(resource);
    });
  }

  /** Looks at what is there; gives what it found. */
  async refresh(): Promise<void> {
    for (const resource of [...this.#state.resources]) await this.#configureFor(resource);
    const custom = this.#state.resources.filter(({ custom, type }) => custom && !isProviderType(type));
    await Promise.all(custom.map((resource, index) => this.run(() => this.#refreshOne(resource, index), resource)));
    await this.settle();
    await this.#save();
  }

  async #refreshOne(resource: ResourceState, order: number): Promise<void> {
    const { urn, type, id, outputs, inputs } = resource;
    const ref = { urn, type, name: urnParts(urn).name };
    const found = await this.#provider.read({ ...ref, id, properties: outputs, inputs });
    if (!found) {
      this.#plan(urn, "delete", order);
      this.#remove(resource);
      return;
    }
    const diff = await this.#diff(resource, found.inputs);
    this.#plan(urn, diff.changes === "some" ? "update" : "same", order, diff, inputs, found.inputs);
    this.#put(resource, { ...resource, inputs: found.inputs, outputs: found.properties });
  }

  /** Makes the state remember that a call is under way, makes it, and remembers what came of it. */
  async #during<T>(pending: PendingOperation, op: PlanOperation, work: () => Promise<T>): Promise<T> {
    if (this.#options.preview) return work();
    const { urn, type } = pending.resource;
    const event = { kind: "resource", urn, type, name: urnParts(urn).name, op } as const;
    this.#state.pending.push(pending);
    await this.#save();
    this.#options.onEvent({ ...event, phase: "begin" });
    try {
      const result = await work();
      this.#options.onEvent({ ...event, phase: "end" });
      return result;
    } finally {
      this.#state.pending = this.#state.pending.filter((other) => other !== pending);
      await this.#save();
    }
  }

  #put(old: ResourceState | undefined, state: ResourceState): void {
    const index = old ? this.#state.resources.indexOf(old) : -1;
    if (index < 0) this.#state.resources.push(state);
    else this.#state.resources[index] = state;
  }

  #remove(resource: ResourceState): void {
    this.#state.resources = this.#state.resources.filter((other) => other !== resource);
  }

  /** As the program registers them, whatever came first: the order in which a list is read. */
  orderState(): void {
    const position = new Map([...this.#registered.keys()].map((urn, index) => [urn, index]));
    const orderOf = ({ urn }: ResourceState) => position.get(urn) ?? position.size;
    this.#state.resources = [...this.#state.resources].sort((a, b) => orderOf(a) - orderOf(b));
  }

  async #save(): Promise<void> {
    if (!this.#options.preview) await this.#options.save();
  }

  #plan(
    urn: string,
    op: PlanOperation,
    order: number,
    diff?: DiffResult,
    olds: PropertyMap = {},
    news: PropertyMap = {},
  ): void {
    const { type, name } = urnParts(urn);
    const diffs = Object.keys(diff?.detailed ?? {}).map((path) =>
      changeAt(path, diff!.replaces.includes(path), olds, news),
    );
    this.#planned.push({ urn, type, name, op, diffs, order });
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

/** What every resource has that is registered; a component has no more. */
function componentState(urn: string, goal: Goal): ResourceState {
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

function refuseProtected(resource: ResourceState, doing: "delete" | "replace"): void {
  if (!resource.protect) return;
  const { name } = urnParts(resource.urn);
  throw new Error(`cannot ${doing} ${name}, which is protected: set protect to false and deploy, then ${doing} it`);
}

/** Raises the failures of a check in the words of the CLI. */
function raiseFailures(goal: Goal, failures: CheckFailure[], inputs: PropertyMap): void {
  if (failures.length === 0) return;
  const texts = failures.map(({ property, reason }) => {
    if (!property) return reason;
    const value = inputs[property];
    return `property ${property}${value === undefined ? "" : ` value {${valueText(value)}}`} has a problem: ${reason}`;
  });
  throw new Error(`${goal.type} resource '${goal.name}': ${texts.join("; ")}`);
}

function valueText(value: PropertyValue): string {
  return isSecret(value) ? "[secret]" : typeof value === "string" ? value : show(value);
}

function withSecrets(outputs: PropertyMap, names: string[]): PropertyMap {
  const result = { ...outputs };
  for (const name of names) {
    const value = result[name];
    if (value !== undefined && !isSecret(value) && value !== unknown) result[name] = secret(plain(value));
  }
  return result;
}

import { randomUUID } from "node:crypto";
import type { DiffResult, Provider } from "../provider/provider.ts";
import { equal, type PropertyMap, unknown } from "../wire/values.ts";
import { withHashes } from "./archives.ts";
import type { Construction } from "./constructions.ts";
import { deleteInOrder } from "./deletions.ts";
import type { Problem } from "./errors.ts";
import type { OnEvent } from "./events.ts";
import type { Goal } from "./goal.ts";
import { inheritedFrom } from "./inherited-options.ts";
import { Ledger } from "./ledger.ts";
import { changeAt, isDefaultProvider, type PlannedResource, type PlanOperation } from "./plan.ts";
import { withOldValues } from "./property-path.ts";
import { ResourceCalls, withSecrets } from "./resource-calls.ts";
import { resumePending } from "./resume-pending.ts";
import type { ResourceState, StackState } from "./state.ts";
import { isProviderType, stackType, urnOf, urnParts } from "./urn.ts";
import { Work } from "./work.ts";

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
  readonly #ledger: Ledger;
  readonly #calls: ResourceCalls;
  readonly #work: Work;
  /** By URN, what this run has registered. */
  readonly #registered = new Map<string, ResourceState>();
  /** By URN, what was deleted to make room for a replacement. */
  readonly #madeRoom = new Map<string, ResourceState>();
  readonly #planned: Array<PlannedResource & { order: number }> = [];
  readonly #sources = new Map<string, Construction>();
  readonly #defaultProviders = new Map<string, Promise<string>>();

  constructor(options: DeploymentOptions) {
    this.#options = options;
    this.#ledger = new Ledger(options);
    this.#calls = new ResourceCalls(options.provider, this.#ledger, options.preview);
    this.#work = new Work((problem) => options.onEvent({ kind: "problem", problem }));
  }

  get plan(): PlannedResource[] {
    const inOrder = [...this.#planned].sort((a, b) => a.order - b.order);
    return inOrder.map(({ order: _, ...resource }) => resource);
  }

  /** Resolves when the first problem arises. */
  get stopped(): Promise<void> {
    return this.#work.stopped;
  }

  /** Does a part of the deployment, unless it has stopped; one that fails stops it, and never ends. */
  run<T>(part: () => Promise<T>, about?: Goal | ResourceState): Promise<T> {
    return this.#work.run(part, () => (about ? this.#identify(about) : {}));
  }

  fail(problem: Problem): void {
    this.#work.fail(problem);
  }

  /** Waits for what is under way. @throws DeploymentError if anything failed. */
  settle(): Promise<void> {
    return this.#work.settle();
  }

  /** Finds out what became of the calls in which the last deployment was interrupted. @throws DeploymentError */
  async resumePending(): Promise<void> {
    void this.run(() => resumePending(this.#ledger, this.#calls));
    await this.settle();
  }

  /** Names a resource, and the line that makes it, in a problem. */
  #identify(resource: Goal | ResourceState): Pick<Problem, "urn" | "type" | "name" | "source"> {
    const { type } = resource;
    const urn = "urn" in resource ? resource.urn : this.#urnOf(resource);
    const construction = this.#sources.get(urn) ?? this.#options.constructionOf(type, urnParts(urn).name);
    const source = construction?.source;
    return { urn, type, name: urnParts(urn).name, ...(source && { source }) };
  }

  #urnOf({ parent, type, name }: Goal): string {
    const { stack, project } = this.#ledger.state;
    return urnOf(stack, project, parent, type, name);
  }

  async register(asked: Goal): Promise<Registered> {
    const goal = inheritedFrom(asked.parent ? this.#registered.get(asked.parent) : undefined, asked);
    const urn = this.#urnOf(goal);
    const order = this.#orderOf(urn, goal);
    this.#refuseSecond(urn, goal);
    const old = this.#takeOld(urn, goal.aliases);
    // Stands in until the real one is there, so that a second one of the same name is noticed.
    this.#registered.set(urn, componentState(urn, goal));
    const registered = await this.#bring(urn, goal, old, order);
    this.#registered.set(urn, registered);
    return { urn, id: registered.id, outputs: registered.outputs };
  }

  /** As how manieth the program makes it; what the program does not make itself comes first or last. */
  #orderOf(urn: string, { type, name }: Goal): number {
    const construction = this.#options.constructionOf(type, name);
    if (construction) this.#sources.set(urn, construction);
    return construction?.order ?? this.#registered.size + (type === stackType ? -1 : 1e6);
  }

  #refuseSecond(urn: string, { name }: Goal): void {
    if (!this.#registered.has(urn)) return;
    throw new Error(`there is another resource of this type with the name '${name}': give each a name of its own`);
  }

  #bring(urn: string, goal: Goal, old: ResourceState | undefined, order: number): Promise<ResourceState> {
    if (isProviderType(goal.type)) return this.#bringProvider(urn, goal, old, order);
    return goal.custom ? this.#bringCustom(urn, goal, old, order) : this.#bringComponent(urn, goal, old, order);
  }

  #takeOld(urn: string, aliases: string[]): ResourceState | undefined {
    for (const known of [urn, ...aliases]) {
      const old = this.#ledger.find(known);
      if (old) return known === urn ? old : this.#ledger.rename(old, urn);
    }
    return undefined;
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
    this.#ledger.put(old, state);
    if (!old) await this.#ledger.save();
    return state;
  }

  async #bringProvider(urn: string, goal: Goal, old: ResourceState | undefined, order: number): Promise<ResourceState> {
    if (goal.type !== "pulumi:providers:aws")
      throw new Error(`the local cloud has a provider for aws, not for ${goal.type}`);
    const inputs = await this.#calls.checkConfig(urn, goal, old?.inputs ?? {});
    const id = old?.id ?? (this.#options.preview ? unknown : randomUUID());
    const state = { ...componentState(urn, goal), custom: true, id, inputs, outputs: inputs };
    await this.#calls.configure(state);
    // No setting of it leads to another cloud, so it is never replaced.
    const changed = old && !equal(old.inputs, inputs);
    if (!isDefaultProvider(urn)) this.#plan(urn, changed ? "update" : old ? "same" : "create", order);
    this.#ledger.put(old, state);
    if (!old || changed) await this.#ledger.save();
    return state;
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

  async #bringCustom(urn: string, goal: Goal, known: ResourceState | undefined, order: number): Promise<ResourceState> {
    const provider = await this.providerFor(goal.type, goal.provider, goal.version);
    const given = (await withHashes(goal.inputs)) as PropertyMap;
    const old = this.#stillOurs(known, goal);
    const room = this.#madeRoom.get(urn);
    const replaces = room !== undefined || old !== known;
    const news = this.#withIgnoredChanges(urn, goal, given, (old ?? room)?.inputs);
    const inputs = await this.#calls.check(urn, goal, old?.inputs ?? {}, news);
    const wanted = { ...componentState(urn, goal), custom: true, provider, inputs };
    if (old) return this.#change(old, { ...wanted, ...(old.importId && { importId: old.importId }) }, goal, order);
    if (goal.importId) {
      const imported = await this.#calls.import(wanted, goal.importId, goal);
      this.#plan(urn, replaces ? "replace" : "import", order);
      return this.#change(imported, { ...wanted, importId: goal.importId }, goal, order, true);
    }
    const diff = room && (await this.#calls.diff(room, inputs));
    const op = replaces ? "replace" : "create";
    const created = await this.#calls.create(wanted, goal, op);
    this.#plan(urn, op, order, diff, room?.inputs, inputs);
    return created;
  }

  /** What was only read is made anew, and what another one is to be imported for goes. */
  #stillOurs(old: ResourceState | undefined, { importId, protect }: Goal): ResourceState | undefined {
    if (!old) return undefined;
    if (old.external) {
      this.#ledger.remove(old);
      return undefined;
    }
    if (importId === undefined || importId === (old.importId ?? old.id)) return old;
    if (protect) refuseProtected(old, "replace");
    this.#replaceLater(old);
    return undefined;
  }

  #withIgnoredChanges(urn: string, { ignoreChanges }: Goal, news: PropertyMap, olds: PropertyMap | undefined) {
    if (!olds || ignoreChanges.length === 0) return news;
    const { inputs, missed } = withOldValues(news, olds, ignoreChanges);
    if (missed.length > 0) {
      const message = `cannot ignore changes of what was added or removed at ${missed.join(", ")}`;
      this.#options.onEvent({ kind: "log", severity: "info", message, urn });
    }
    return inputs;
  }

  /**
   * Brings what is there to what is wanted: by nothing, an update or a replacement.
   *
   * @param imported It has been taken over just now, and is in the plan already.
   */
  async #change(
    old: ResourceState,
    wanted: ResourceState,
    goal: Goal,
    order: number,
    imported = false,
  ): Promise<ResourceState> {
    const { urn, inputs } = wanted;
    const diff = await this.#calls.diff(old, inputs, goal.replaceOnChanges);
    if (diff.replaces.length > 0) return this.#replace(old, wanted, goal, diff, order);
    if (diff.changes === "some" || old.initErrors) {
      const updated = await this.#calls.update(old, wanted, goal);
      this.#plan(urn, "update", order, diff, old.inputs, inputs);
      return updated;
    }
    const same = { ...wanted, id: old.id, outputs: withSecrets(old.outputs, goal) };
    if (!imported) this.#plan(urn, "same", order);
    this.#ledger.put(old, same);
    return same;
  }

  async #replace(
    old: ResourceState,
    { importId: _, ...wanted }: ResourceState,
    goal: Goal,
    diff: DiffResult,
    order: number,
  ): Promise<ResourceState> {
    // To take the protection away and to replace is one deployment; to delete it takes two.
    if (goal.protect) refuseProtected(old, "replace");
    if (goal.importId) {
      const paths = diff.replaces.join(", ");
      throw new Error(`what was imported differs in ${paths}, which replaces it: take \`import\` out of the program`);
    }
    // With no old inputs, for a name of its own: the old one may still be in use.
    const given = (await withHashes(goal.inputs)) as PropertyMap;
    const news = this.#withIgnoredChanges(old.urn, goal, given, old.inputs);
    const fresh = { ...wanted, inputs: await this.#calls.check(old.urn, goal, {}, news) };
    if (goal.deleteBeforeReplace ?? diff.deleteBeforeReplace) await this.#makeRoom(old);
    else this.#replaceLater(old);
    const created = await this.#calls.create(fresh, goal, "replace");
    this.#plan(old.urn, "replace", order, diff, old.inputs, fresh.inputs);
    return created;
  }

  /** The old one stays until all that needs it has the new one. */
  #replaceLater(old: ResourceState): void {
    this.#ledger.put(old, { ...old, replaced: true });
  }

  /** Deletes a resource that cannot stand beside its replacement, and first what cannot be without it. */
  async #makeRoom(old: ResourceState): Promise<void> {
    const leaving = await this.#dependentsToReplace(old);
    for (const resource of leaving) if (resource !== old) refuseProtected(resource, "replace");
    if (this.#options.preview) for (const resource of leaving) this.#ledger.remove(resource);
    else await deleteInOrder(leaving, (resource) => this.#calls.delete(resource));
    for (const resource of leaving) if (resource !== old) this.#madeRoom.set(resource.urn, resource);
  }

  /** The resource, and in turn each that would need replacing were this one's outputs not known. */
  async #dependentsToReplace(old: ResourceState): Promise<ResourceState[]> {
    const leaving = [old];
    for (const gone of leaving) {
      for (const resource of this.#ledger.resources) {
        if (leaving.includes(resource) || resource.replaced || resource.external || !resource.custom) continue;
        const affected = Object.entries(resource.propertyDependencies)
          .filter(([, urns]) => urns.includes(gone.urn))
          .map(([name]) => [name, unknown] as const);
        if (affected.length === 0) continue;
        const { replaces } = await this.#calls.diff(resource, { ...resource.inputs, ...Object.fromEntries(affected) });
        if (replaces.length > 0) leaving.push(resource);
      }
    }
    return leaving;
  }

  /** Reads a resource that is somebody else's (`Resource.get`). */
  async readResource(goal: Goal, id: string): Promise<Registered> {
    const urn = this.#urnOf(goal);
    const order = this.#orderOf(urn, goal);
    this.#refuseSecond(urn, goal);
    const provider = await this.providerFor(goal.type, goal.provider, goal.version);
    const old = this.#takeOld(urn, []);
    const replaces = old !== undefined && !old.external && id !== unknown && old.id !== id;
    if (replaces) {
      refuseProtected(old, "replace");
      this.#replaceLater(old);
    }
    const outputs = await this.#calls.readOther(urn, goal, id);
    const state = { ...componentState(urn, goal), custom: true, external: true, provider, id, outputs };
    this.#registered.set(urn, state);
    this.#plan(urn, replaces ? "replace" : "read", order);
    this.#ledger.put(replaces ? undefined : old, state);
    return { urn, id, outputs };
  }

  setOutputs(urn: string, outputs: PropertyMap): void {
    const state = this.#registered.get(urn);
    if (!state) throw new Error(`outputs for ${urn}, which is not registered`);
    const known = { ...state, outputs };
    this.#registered.set(urn, known);
    this.#ledger.put(state, known);
  }

  /** The state of a resource that this run has registered. */
  stateOf(urn: string): ResourceState | undefined {
    return this.#registered.get(urn);
  }

  /** Deletes what was replaced, and what the program does not register any more. */
  async deleteTheRest(): Promise<void> {
    const leaving = this.#ledger.resources.filter(({ replaced, urn }) => replaced || !this.#registered.has(urn));
    for (const urn of this.#madeRoom.keys()) if (!this.#registered.has(urn)) this.#plan(urn, "delete", 3e6);
    await this.#deleteAll(leaving);
    this.#ledger.sort(this.#registered.keys());
  }

  /** Deletes all that there is. */
  destroy(): Promise<void> {
    return this.#deleteAll(this.#ledger.resources);
  }

  async #deleteAll(leaving: readonly ResourceState[]): Promise<void> {
    for (const resource of leaving) if (!resource.replaced) this.#failIfProtected(resource);
    await this.settle();
    const order = await deleteInOrder(leaving, async (resource) => {
      this.#work.raiseProblems();
      if (this.#options.preview) return;
      await this.#calls.delete(resource, leaving).catch((error: Error) => {
        this.fail({ message: error.message, ...this.#identify(resource) });
        throw error;
      });
    }).catch(() => undefined);
    await this.settle();
    for (const [index, resource] of (order ?? []).entries()) {
      if (!resource.replaced && !isDefaultProvider(resource.urn)) this.#plan(resource.urn, "delete", 2e6 + index);
    }
  }

  #failIfProtected(resource: ResourceState): void {
    try {
      refuseProtected(resource, "delete");
    } catch (error) {
      this.fail({ message: (error as Error).message, ...this.#identify(resource) });
    }
  }

  /** Looks at what is there; gives what it found. */
  async refresh(): Promise<void> {
    for (const resource of [...this.#ledger.resources]) await this.#calls.configureFor(resource);
    for (const [order, resource] of [...this.#ledger.resources].entries()) {
      if (!resource.custom || isProviderType(resource.type)) this.#plan(resource.urn, "same", order);
      else void this.run(() => this.#refreshOne(resource, order), resource);
    }
    await this.settle();
    await this.#ledger.save();
  }

  async #refreshOne(resource: ResourceState, order: number): Promise<void> {
    const found = await this.#calls.read(resource);
    if (!found) {
      this.#plan(resource.urn, "delete", order);
      this.#ledger.remove(resource);
      return;
    }
    const diff = await this.#calls.diff(resource, found.inputs);
    const op = diff.changes === "some" ? "update" : "same";
    this.#plan(resource.urn, op, order, diff, resource.inputs, found.inputs);
    this.#ledger.put(resource, { ...resource, inputs: found.inputs, outputs: found.properties });
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

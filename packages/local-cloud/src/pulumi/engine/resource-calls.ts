import { createHash } from "node:crypto";
import type { CheckFailure } from "../contract/check-failure.ts";
import { InitFailedError } from "../contract/errors.ts";
import {
  isSecret,
  type PropertyMap,
  type PropertyValue,
  plain,
  secret,
  show,
  unknown,
} from "../property-values/values.ts";
import type { DiffResult, Provider, ReadResult } from "../provider/provider.ts";
import type { ResourceState } from "../stack-state/state.ts";
import type { DeploymentState } from "./deployment-state.ts";
import type { Goal } from "./goal.ts";
import type { PlanOperation } from "./plan.ts";
import { covers } from "./property-path.ts";
import { isProviderType, providerUrn, urnParts } from "./urn.ts";

/** The calls to the provider about one resource. Records their results in the state. */
export class ResourceCalls {
  readonly #provider: Provider;
  readonly #state: DeploymentState;
  readonly #preview: boolean;
  readonly #configured = new Set<string>();

  constructor(provider: Provider, state: DeploymentState, preview: boolean) {
    this.#provider = provider;
    this.#state = state;
    this.#preview = preview;
  }

  async checkConfig(urn: string, goal: Goal, olds: PropertyMap): Promise<PropertyMap> {
    const { inputs, failures } = await this.#provider.checkConfig({ urn, olds, news: goal.inputs });
    throwFailures(goal, failures, goal.inputs);
    return inputs;
  }

  async configure(provider: ResourceState): Promise<void> {
    if (this.#configured.has(provider.urn)) return;
    this.#configured.add(provider.urn);
    await this.#provider.configure(provider.inputs);
  }

  /** Configures the provider of a resource that is read or deleted before the program registers its provider. */
  async configureFor(resource: ResourceState): Promise<void> {
    const provider = this.#state.find(resource.provider && providerUrn(resource.provider));
    if (provider) await this.configure(provider);
  }

  async check(urn: string, goal: Goal, olds: PropertyMap, news: PropertyMap): Promise<PropertyMap> {
    const { stack, serial } = this.#state.stack;
    const randomSeed = createHash("sha256").update(`${stack} ${serial} ${urn}`).digest();
    const { type, name } = goal;
    const { inputs, failures } = await this.#provider.check({ urn, type, name, olds, news, randomSeed });
    throwFailures(goal, failures, news);
    return inputs;
  }

  /** @param replaceOnChanges Paths at which any difference needs a replacement. */
  async diff(old: ResourceState, news: PropertyMap, replaceOnChanges: string[] = []): Promise<DiffResult> {
    const { id, outputs, inputs } = old;
    const diff = await this.#provider.diff({ ...refOf(old), id, olds: outputs, news, oldInputs: inputs });
    const additional = Object.keys(diff.detailed).filter(
      (path) => !diff.replaces.includes(path) && replaceOnChanges.some((pattern) => covers(pattern, path)),
    );
    return { ...diff, replaces: [...diff.replaces, ...additional] };
  }

  async create(desired: ResourceState, goal: Goal, op: PlanOperation): Promise<ResourceState> {
    const request = { ...refOf(desired), properties: desired.inputs, preview: this.#preview };
    try {
      return await this.#state.whilePending({ kind: "create", resource: desired }, op, async () => {
        const { id, properties } = await this.#provider.create(request);
        const created = { ...desired, id, outputs: withSecrets(properties, goal) };
        this.#state.put(undefined, created);
        return created;
      });
    } catch (error) {
      if (error instanceof InitFailedError) await this.#saveUnfinished(undefined, desired, goal, error);
      throw error;
    }
  }

  async update(old: ResourceState, desired: ResourceState, goal: Goal): Promise<ResourceState> {
    const { id, outputs, inputs: oldInputs } = old;
    const request = { ...refOf(desired), id, olds: outputs, news: desired.inputs, oldInputs, preview: this.#preview };
    try {
      return await this.#state.whilePending({ kind: "update", resource: old }, "update", async () => {
        const properties = await this.#provider.update(request);
        const updated = { ...desired, id, outputs: withSecrets(properties, goal) };
        this.#state.put(old, updated);
        return updated;
      });
    } catch (error) {
      if (error instanceof InitFailedError) await this.#saveUnfinished(old, desired, goal, error);
      throw error;
    }
  }

  /** The resource exists, but not as desired. The next deployment continues with it. */
  async #saveUnfinished(old: ResourceState | undefined, desired: ResourceState, goal: Goal, error: InitFailedError) {
    const { id, properties, inputs, message } = error;
    const unfinished = { ...desired, id, inputs, outputs: withSecrets(properties, goal), initErrors: [message] };
    this.#state.put(old, unfinished);
    await this.#state.save();
  }

  /** Imports an existing resource as it is. */
  async import(desired: ResourceState, importId: string, goal: Goal): Promise<ResourceState> {
    const found = await this.#provider.read({ ...refOf(desired), id: importId, properties: {}, inputs: {} });
    if (!found) throw new Error(`cannot import '${importId}': nothing with this id exists`);
    const { id, properties, inputs } = found;
    const imported = { ...desired, id, importId, inputs, outputs: withSecrets(properties, goal) };
    this.#state.put(undefined, imported);
    await this.#state.save();
    return imported;
  }

  /** The properties of a resource that the stack does not manage. In a preview its id may be unknown. */
  async readExternal(urn: string, goal: Goal, id: string): Promise<PropertyMap> {
    if (id === unknown) return goal.inputs;
    const { type, name } = goal;
    const found = await this.#provider.read({ urn, type, name, id, properties: {}, inputs: {} });
    if (!found) throw new Error(`nothing with the id '${id}' exists`);
    return withSecrets(found.properties, goal);
  }

  /** The current properties of a resource; undefined if it no longer exists. */
  async read({ id, outputs, inputs, ...resource }: ResourceState): Promise<ReadResult | undefined> {
    return this.#provider.read({ ...refOf(resource), id, properties: outputs, inputs });
  }

  /** The id of a resource with these inputs; undefined if they do not determine it. */
  async idOf({ type, inputs }: ResourceState): Promise<string | undefined> {
    const { result } = await this.#provider.invoke({ token: "local-cloud:index:idOf", args: { type, inputs } });
    return String(plain(result.id ?? "")) || undefined;
  }

  /** @param toDelete All resources that are being deleted. */
  async delete(resource: ResourceState, toDelete: readonly ResourceState[] = []): Promise<void> {
    const { type, id, outputs, deletedWith } = resource;
    const deletedAlong = deletedWith !== undefined && toDelete.some((other) => other.urn === deletedWith);
    const needsNoCall =
      !resource.custom || isProviderType(type) || resource.external || resource.retainOnDelete || deletedAlong;
    if (needsNoCall) {
      this.#state.remove(resource);
      return;
    }
    await this.configureFor(resource);
    await this.#state.whilePending({ kind: "delete", resource }, "delete", async () => {
      await this.#provider.delete({ ...refOf(resource), id, properties: outputs });
      this.#state.remove(resource);
    });
  }
}

function refOf({ urn, type }: Pick<ResourceState, "urn" | "type">) {
  return { urn, type, name: urnParts(urn).name };
}

/** @throws Error with the failures of a check, in the CLI's words. */
function throwFailures(goal: Goal, failures: CheckFailure[], inputs: PropertyMap): void {
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

/** The outputs, with `additionalSecretOutputs` made secret. */
export function withSecrets(outputs: PropertyMap, { additionalSecretOutputs }: Goal): PropertyMap {
  const result = { ...outputs };
  for (const name of additionalSecretOutputs) {
    const value = result[name];
    if (value !== undefined && value !== unknown && !isSecret(value)) result[name] = secret(plain(value));
  }
  return result;
}

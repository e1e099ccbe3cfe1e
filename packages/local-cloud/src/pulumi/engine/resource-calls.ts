import { createHash } from "node:crypto";
import { InitFailedError } from "../provider/errors.ts";
import type { CheckFailure, DiffResult, Provider, ReadResult } from "../provider/provider.ts";
import { isSecret, type PropertyMap, type PropertyValue, plain, secret, show, unknown } from "../wire/values.ts";
import type { Goal } from "./goal.ts";
import type { Ledger } from "./ledger.ts";
import type { PlanOperation } from "./plan.ts";
import { covers } from "./property-path.ts";
import type { ResourceState } from "./state.ts";
import { isProviderType, providerUrn, urnParts } from "./urn.ts";

/** The calls to the provider about one resource each, and what the ledger keeps of them. */
export class ResourceCalls {
  readonly #provider: Provider;
  readonly #ledger: Ledger;
  readonly #preview: boolean;
  readonly #configured = new Set<string>();

  constructor(provider: Provider, ledger: Ledger, preview: boolean) {
    this.#provider = provider;
    this.#ledger = ledger;
    this.#preview = preview;
  }

  async checkConfig(urn: string, goal: Goal, olds: PropertyMap): Promise<PropertyMap> {
    const { inputs, failures } = await this.#provider.checkConfig({ urn, olds, news: goal.inputs });
    raiseFailures(goal, failures, goal.inputs);
    return inputs;
  }

  async configure(provider: ResourceState): Promise<void> {
    if (this.#configured.has(provider.urn)) return;
    this.#configured.add(provider.urn);
    await this.#provider.configure(provider.inputs);
  }

  /** For what is read or deleted before the program has said anything. */
  async configureFor(resource: ResourceState): Promise<void> {
    const provider = this.#ledger.find(resource.provider && providerUrn(resource.provider));
    if (provider) await this.configure(provider);
  }

  async check(urn: string, goal: Goal, olds: PropertyMap, news: PropertyMap): Promise<PropertyMap> {
    const { stack, serial } = this.#ledger.state;
    const randomSeed = createHash("sha256").update(`${stack} ${serial} ${urn}`).digest();
    const { type, name } = goal;
    const { inputs, failures } = await this.#provider.check({ urn, type, name, olds, news, randomSeed });
    raiseFailures(goal, failures, news);
    return inputs;
  }

  /** @param replaceOnChanges Paths at which any difference asks for a replacement. */
  async diff(old: ResourceState, news: PropertyMap, replaceOnChanges: string[] = []): Promise<DiffResult> {
    const { id, outputs, inputs } = old;
    const diff = await this.#provider.diff({ ...refOf(old), id, olds: outputs, news, oldInputs: inputs });
    const further = Object.keys(diff.detailed).filter(
      (path) => !diff.replaces.includes(path) && replaceOnChanges.some((pattern) => covers(pattern, path)),
    );
    return { ...diff, replaces: [...diff.replaces, ...further] };
  }

  async create(wanted: ResourceState, goal: Goal, op: PlanOperation): Promise<ResourceState> {
    const request = { ...refOf(wanted), properties: wanted.inputs, preview: this.#preview };
    try {
      return await this.#ledger.during({ kind: "create", resource: wanted }, op, async () => {
        const { id, properties } = await this.#provider.create(request);
        const created = { ...wanted, id, outputs: withSecrets(properties, goal) };
        this.#ledger.put(undefined, created);
        return created;
      });
    } catch (error) {
      if (error instanceof InitFailedError) await this.#keepUnfinished(undefined, wanted, goal, error);
      throw error;
    }
  }

  async update(old: ResourceState, wanted: ResourceState, goal: Goal): Promise<ResourceState> {
    const { id, outputs, inputs: oldInputs } = old;
    const request = { ...refOf(wanted), id, olds: outputs, news: wanted.inputs, oldInputs, preview: this.#preview };
    try {
      return await this.#ledger.during({ kind: "update", resource: old }, "update", async () => {
        const properties = await this.#provider.update(request);
        const updated = { ...wanted, id, outputs: withSecrets(properties, goal) };
        this.#ledger.put(old, updated);
        return updated;
      });
    } catch (error) {
      if (error instanceof InitFailedError) await this.#keepUnfinished(old, wanted, goal, error);
      throw error;
    }
  }

  /** It is there, and not as it was wanted: the next deployment goes on with it. */
  async #keepUnfinished(old: ResourceState | undefined, wanted: ResourceState, goal: Goal, error: InitFailedError) {
    const { id, properties, inputs, message } = error;
    const unfinished = { ...wanted, id, inputs, outputs: withSecrets(properties, goal), initErrors: [message] };
    this.#ledger.put(old, unfinished);
    await this.#ledger.save();
  }

  /** Takes over by an id what is there, as it is there. */
  async import(wanted: ResourceState, importId: string, goal: Goal): Promise<ResourceState> {
    const found = await this.#provider.read({ ...refOf(wanted), id: importId, properties: {}, inputs: {} });
    if (!found) throw new Error(`there is nothing with the id '${importId}' to import`);
    const { id, properties, inputs } = found;
    const imported = { ...wanted, id, importId, inputs, outputs: withSecrets(properties, goal) };
    this.#ledger.put(undefined, imported);
    await this.#ledger.save();
    return imported;
  }

  /** What somebody else's resource is; in a preview its id may not be known yet. */
  async readOther(urn: string, goal: Goal, id: string): Promise<PropertyMap> {
    if (id === unknown) return goal.inputs;
    const { type, name } = goal;
    const found = await this.#provider.read({ urn, type, name, id, properties: {}, inputs: {} });
    if (!found) throw new Error(`there is nothing with the id '${id}'`);
    return withSecrets(found.properties, goal);
  }

  /** What is there now of a resource of the stack; undefined if it is gone. */
  async read({ id, outputs, inputs, ...resource }: ResourceState): Promise<ReadResult | undefined> {
    return this.#provider.read({ ...refOf(resource), id, properties: outputs, inputs });
  }

  /** The id that a resource with these inputs would have, if that can be told. */
  async idOf({ type, inputs }: ResourceState): Promise<string | undefined> {
    const { result } = await this.#provider.invoke({ token: "sandbox:index:idOf", args: { type, inputs } });
    return String(plain(result.id ?? "")) || undefined;
  }

  /** @param leaving What else is about to be deleted. */
  async delete(resource: ResourceState, leaving: readonly ResourceState[] = []): Promise<void> {
    const { type, id, outputs, deletedWith } = resource;
    const goesAlong = deletedWith !== undefined && leaving.some((other) => other.urn === deletedWith);
    const silent =
      !resource.custom || isProviderType(type) || resource.external || resource.retainOnDelete || goesAlong;
    if (silent) {
      this.#ledger.remove(resource);
      return;
    }
    await this.configureFor(resource);
    await this.#ledger.during({ kind: "delete", resource }, "delete", async () => {
      await this.#provider.delete({ ...refOf(resource), id, properties: outputs });
      this.#ledger.remove(resource);
    });
  }
}

function refOf({ urn, type }: Pick<ResourceState, "urn" | "type">) {
  return { urn, type, name: urnParts(urn).name };
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

/** The outputs, those secret that the program wants to be. */
export function withSecrets(outputs: PropertyMap, { additionalSecretOutputs }: Goal): PropertyMap {
  const result = { ...outputs };
  for (const name of additionalSecretOutputs) {
    const value = result[name];
    if (value !== undefined && value !== unknown && !isSecret(value)) result[name] = secret(plain(value));
  }
  return result;
}

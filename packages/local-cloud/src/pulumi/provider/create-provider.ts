import { createRequire } from "node:module";
import type { Account, Credentials } from "../../core/account.ts";
import { AwsError } from "../../core/aws-error.ts";
import type { Cloud } from "../contract/cloud.ts";
import { cloudOf } from "../contract/cloud.ts";
import { InitFailedError, ProviderError } from "../contract/errors.ts";
import type { Change, ResourceType } from "../contract/resource-type.ts";
import type { Properties } from "../contract/schema.ts";
import { invokes } from "../invokes/index.ts";
import {
  containsSecret,
  containsUnknown,
  equal,
  mapWithSecretsOf,
  type PropertyMap,
  plainMap,
  secret,
  unknown,
} from "../property-values/values.ts";
import { resourceTypes } from "../resources/index.ts";
import { addAutoNames, keepsExplicitName } from "./auto-name.ts";
import { checkInputs } from "./check-inputs.ts";
import { compareInputs, type Difference, sameValue } from "./compare-inputs.ts";
import { configFailures } from "./config-failures.ts";
import type {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResult,
  PropertyChange,
  Provider,
  ReadRequest,
  UpdateRequest,
} from "./provider.ts";
import { importedInputs, refreshedInputs } from "./refreshed-inputs.ts";
import { liveState, propertiesOf, stateOf, unreadState, withWordingOf } from "./resource-state.ts";

const awsPackage = createRequire(import.meta.url)("@pulumi/aws/package.json") as { version: string };

/** The account, with what guards the provider's port. */
type GuardedAccount = Account & { readonly credentials?: { readonly admin: Credentials } };

/** A provider for package `aws` that manages resources in `account`. */
export function createProvider(account: GuardedAccount): Provider {
  const cloud = cloudOf(account);
  return {
    version: awsPackage.version,
    secret: account.credentials?.admin.secretAccessKey,
    async checkConfig({ news }) {
      return { inputs: news, failures: configFailures(news, account) };
    },
    async configure(args) {
      const [failure] = configFailures(args, account);
      if (failure) throw new ProviderError(`configuring the provider: ${failure.property}: ${failure.reason}`);
    },
    check: async (request) => check(request, cloud),
    diff: (request) => diff(request, cloud),
    create: (request) => create(request, cloud),
    read: (request) => read(request, cloud),
    update: (request) => update(request, cloud),
    delete: (request) => remove(request, cloud),
    async invoke({ token, args }) {
      const invoke = invokes[token];
      if (!invoke) {
        const known = Object.keys(invokes).sort().join(", ");
        throw new ProviderError(`${token} is not supported by the local cloud; it supports ${known}`);
      }
      const { inputs, failures } = checkInputs(args, invoke.args);
      if (failures.length > 0) return { result: {}, failures };
      try {
        const result = await invoke.call(plainMap(inputs), cloud);
        return { result: resultWithSecretsOf(result, args), failures: [] };
      } catch (error) {
        throw new ProviderError(`invoking ${token}: ${errorText(error)}`, { cause: error });
      }
    },
    async cancel() {},
    async close() {},
  };
}

function typeOf(token: string): ResourceType {
  const type = resourceTypes[token];
  if (type) return type;
  const known = Object.keys(resourceTypes).sort().join(", ");
  throw new ProviderError(`${token} is not supported by the local cloud; it supports ${known}`);
}

function check(request: CheckRequest, cloud: Cloud) {
  const type = typeOf(request.type);
  const properties = propertiesOf(type, cloud);
  const { inputs, failures } = checkInputs(request.news, properties);
  failures.push(...addAutoNames(inputs, properties, request));
  if (failures.length === 0 && type.validate) failures.push(...type.validate(plainMap(inputs)));
  return { inputs, failures };
}

async function diff(request: DiffRequest, cloud: Cloud): Promise<DiffResult> {
  const type = typeOf(request.type);
  const properties = propertiesOf(type, cloud);
  const olds = {
    ...chosenByAws(request.olds, properties),
    ...(request.oldInputs ?? inputsIn(request.olds, properties)),
  };
  const differences = compareInputs(olds, request.news, properties);
  const replaces = differences.filter((found) => found.replace || !type.update).map((found) => found.path);
  const sameIdentity = async () =>
    keepsExplicitName(plainMap(olds), plainMap(request.news), properties, request.name) ||
    (await type.idOf(plainMap(request.news), cloud)) === request.id;
  return {
    changes: differences.length > 0 ? "some" : "none",
    diffs: [...new Set(differences.map((found) => found.name))],
    replaces,
    deleteBeforeReplace: replaces.length > 0 && (await sameIdentity()),
    detailed: Object.fromEntries(differences.map((found) => [found.path, changeKind(found, !type.update)])),
  };
}

function changeKind({ kind, replace }: Difference, alwaysReplace: boolean): PropertyChange {
  return replace || alwaysReplace ? `${kind}-replace` : kind;
}

/** Values that AWS chose. If the program sets one now, it is compared with that. */
function chosenByAws(state: PropertyMap, properties: Properties): PropertyMap {
  return Object.fromEntries(Object.entries(state).filter(([name]) => properties[name]?.computed));
}

function inputsIn(state: PropertyMap, properties: Properties): PropertyMap {
  return Object.fromEntries(Object.entries(state).filter(([name]) => name in properties));
}

async function create({ type: token, name, properties: inputs, preview }: CreateRequest, cloud: Cloud) {
  const type = typeOf(token);
  if (preview)
    return { id: "", properties: { ...unknownOutputs(type.outputs), ...expectedTags(type, inputs), ...inputs } };
  refuseUnknowns(inputs);
  const values = plainMap(inputs);
  let createdId: string | undefined;
  try {
    createdId = await type.create(values, cloud, (id) => {
      createdId = id;
    });
    return { id: createdId, properties: await stateOf(type, createdId, inputs, cloud) };
  } catch (error) {
    const message = `creating ${type.title} (${labelOf(values, name)}): ${errorText(error)}`;
    if (createdId === undefined) throw new ProviderError(message, { cause: error });
    const id = createdId;
    // The id must not be lost, even if the resource cannot be read now.
    const state = await unfinishedState(type, id, inputs, cloud).catch(() => ({ id, properties: inputs, inputs }));
    throw new InitFailedError(message, state);
  }
}

async function update(request: UpdateRequest, cloud: Cloud): Promise<PropertyMap> {
  const { type: token, id, olds, news, preview } = request;
  const type = typeOf(token);
  const values = plainMap(news);
  const change = changeOf(request, propertiesOf(type, cloud));
  if (preview) {
    const { changedByUpdate = [] } = type;
    const changed = typeof changedByUpdate === "function" ? changedByUpdate(values, change) : changedByUpdate;
    return { ...unchangedByUpdate(olds, type), ...unknownOutputs(changed), ...expectedTags(type, news), ...news };
  }
  if (!type.update) throw new ProviderError(`${type.title} (${id}) cannot be changed, only replaced`);
  refuseUnknowns(news);
  try {
    await type.update(id, values, cloud, change);
    return await stateOf(type, id, news, cloud);
  } catch (error) {
    const message = `updating ${type.title} (${id}): ${errorText(error)}`;
    const unfinished = await unfinishedState(type, id, { ...news, ...unreadState(type, olds) }, cloud).catch(
      () => undefined,
    );
    if (unfinished && !equal(unfinished.properties, olds)) throw new InitFailedError(message, unfinished);
    throw new ProviderError(message, { cause: error });
  }
}

function changeOf({ olds, oldInputs, news }: UpdateRequest, properties: Properties): Change {
  const before = plainMap(oldInputs ?? inputsIn(olds, properties));
  const state = plainMap(olds);
  const values = plainMap(news);
  return {
    olds: state,
    // After a call that failed halfway the state differs from the inputs.
    has: (...names) =>
      names.some((name) => [before, state].some((old) => !sameValue(old[name], values[name], properties[name]!))),
  };
}

/** The part of the state that an update leaves alone unless the inputs set it: outputs, and values that AWS chose. */
function unchangedByUpdate(state: PropertyMap, { inputs }: ResourceType): PropertyMap {
  return Object.fromEntries(Object.entries(state).filter(([name]) => !(name in inputs) || inputs[name]!.computed));
}

/** The resource after a create or an update that failed halfway. Its inputs describe it as it is, not as desired. */
async function unfinishedState(type: ResourceType, id: string, desired: PropertyMap, cloud: Cloud) {
  const properties = await stateOf(type, id, desired, cloud);
  const inputs = refreshedInputs(properties, { inputs: desired, properties }, propertiesOf(type, cloud));
  return { id, properties, inputs };
}

async function read({ type: token, id, properties: state, inputs }: ReadRequest, cloud: Cloud) {
  const type = typeOf(token);
  const properties = propertiesOf(type, cloud);
  let live: PropertyMap | undefined;
  try {
    live = await liveState(type, id, plainMap(state), cloud);
  } catch (error) {
    throw new ProviderError(`reading ${type.title} (${id}): ${errorText(error)}`, { cause: error });
  }
  if (!live) return undefined;
  const isImport = Object.keys(inputs).length === 0 && Object.keys(state).length === 0;
  if (isImport) {
    const inputs = importedInputs(live, properties);
    return { id: (await type.idOf(live, cloud)) ?? id, properties: live, inputs };
  }
  return {
    id,
    properties: mapWithSecretsOf({ ...unreadState(type, state), ...withWordingOf(live, state, properties) }, state),
    inputs: refreshedInputs(live, { inputs, properties: state }, properties),
  };
}

async function remove({ type: token, id, properties }: DeleteRequest, cloud: Cloud): Promise<void> {
  const type = typeOf(token);
  try {
    await type.delete(id, cloud, plainMap(properties));
  } catch (error) {
    throw new ProviderError(`deleting ${type.title} (${id}): ${errorText(error)}`, { cause: error });
  }
}

function unknownOutputs(names: readonly string[]): PropertyMap {
  return Object.fromEntries(names.map((name) => [name, unknown]));
}

function expectedTags(type: ResourceType, inputs: PropertyMap): PropertyMap {
  return "tags" in type.inputs ? { tagsAll: inputs.tags ?? {} } : {};
}

function refuseUnknowns(inputs: PropertyMap): void {
  const name = Object.keys(inputs).find((key) => containsUnknown(inputs[key]));
  if (name) throw new ProviderError(`the value of ${name} is unknown, which is allowed in a preview only`);
}

/** Makes the whole result secret if any argument is: its properties cannot be matched with the arguments. */
function resultWithSecretsOf(result: PropertyMap, args: PropertyMap): PropertyMap {
  if (!containsSecret(args)) return result;
  return Object.fromEntries(Object.entries(result).map(([name, value]) => [name, secret(value)]));
}

function labelOf(inputs: PropertyMap, logicalName: string): string {
  for (const key of ["name", "functionName", "policyName", "dashboardName"]) {
    const value = inputs[key];
    if (typeof value === "string") return value;
  }
  return logicalName;
}

/** AWS's code and message. */
function errorText(error: unknown): string {
  if (error instanceof AwsError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

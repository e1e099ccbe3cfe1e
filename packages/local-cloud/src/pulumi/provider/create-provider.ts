import { createRequire } from "node:module";
import type { Account } from "../../core/account.ts";
import { AwsError } from "../../core/aws-error.ts";
import { invokes } from "../invokes/index.ts";
import { resourceTypes } from "../resources/index.ts";
import {
  containsSecret,
  containsUnknown,
  equal,
  mapWithSecretsOf,
  type PropertyMap,
  type PropertyValue,
  plainMap,
  secret,
  unknown,
} from "../wire/values.ts";
import { addAutoNames, keepsGivenName } from "./auto-name.ts";
import { checkInputs } from "./check-inputs.ts";
import { cloudOf } from "./cloud.ts";
import { compareInputs, type Difference, sameValue } from "./compare.ts";
import { configFailures } from "./config.ts";
import { InitFailedError, ProviderError } from "./errors.ts";
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
import type { Cloud, Live, LiveValue, ResourceType } from "./resource-type.ts";
import { type Properties, string } from "./schema.ts";

const awsPackage = createRequire(import.meta.url)("@pulumi/aws/package.json") as { version: string };

/** The provider for package `aws` that makes its resources in `account`. */
export function createProvider(account: Account): Provider {
  const cloud = cloudOf(account);
  return {
    version: awsPackage.version,
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

/** A type's inputs, and what every resource outside IAM has: its region. */
function propertiesOf(type: ResourceType, cloud: Cloud): Properties {
  if (type.token.startsWith("aws:iam/")) return type.inputs;
  return { ...type.inputs, region: string({ oneOf: [cloud.region], computed: true }) };
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
    keepsGivenName(plainMap(olds), plainMap(request.news), properties, request.name) ||
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

/** What the program had left to AWS: now that it says what it wants, that is what it differs from. */
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
  let made: string | undefined;
  try {
    const id = await type.create(values, cloud, (id) => {
      made = id;
    });
    return { id, properties: await stateOf(type, id, inputs, cloud) };
  } catch (error) {
    const message = `creating ${type.title} (${labelOf(values, name)}): ${errorText(error)}`;
    if (made === undefined) throw new ProviderError(message, { cause: error });
    throw new InitFailedError(message, await leftAs(type, made, inputs, cloud));
  }
}

async function update(request: UpdateRequest, cloud: Cloud): Promise<PropertyMap> {
  const { type: token, id, olds, news, preview } = request;
  const type = typeOf(token);
  if (preview)
    return {
      ...stays(olds, type),
      ...unknownOutputs(type.changedByUpdate ?? []),
      ...expectedTags(type, news),
      ...news,
    };
  if (!type.update) throw new ProviderError(`${type.title} (${id}) cannot be changed, only replaced`);
  refuseUnknowns(news);
  const properties = propertiesOf(type, cloud);
  const before = plainMap(request.oldInputs ?? inputsIn(olds, properties));
  const values = plainMap(news);
  const state = plainMap(olds);
  const change = {
    olds: state,
    // The state too: after a call that failed halfway it is not what the inputs said.
    has: (...names: string[]) =>
      names.some((name) => [before, state].some((old) => !sameValue(old[name], values[name], properties[name]!))),
  };
  try {
    await type.update(id, values, cloud, change);
    return await stateOf(type, id, news, cloud);
  } catch (error) {
    const message = `updating ${type.title} (${id}): ${errorText(error)}`;
    const left = await leftAs(type, id, { ...news, ...keptState(type, olds) }, cloud).catch(() => undefined);
    if (left && !equal(left.properties, olds)) throw new InitFailedError(message, left);
    throw new ProviderError(message, { cause: error });
  }
}

/** What an update leaves as it is unless the inputs say otherwise: outputs, and what AWS chose. */
function stays(state: PropertyMap, { inputs }: ResourceType): PropertyMap {
  return Object.fromEntries(Object.entries(state).filter(([name]) => !(name in inputs) || inputs[name]!.computed));
}

/** What a create or an update that failed halfway has left behind: its inputs are what is there, not what was wanted. */
async function leftAs(type: ResourceType, id: string, wanted: PropertyMap, cloud: Cloud) {
  const properties = await stateOf(type, id, wanted, cloud);
  const inputs = refreshedInputs(properties, { inputs: wanted, properties }, propertiesOf(type, cloud));
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
    properties: mapWithSecretsOf({ ...keptState(type, state), ...withWordingOf(live, state, properties) }, state),
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

/** The state after a create or an update: what AWS says there is, in the program's words where they mean the same. */
async function stateOf(type: ResourceType, id: string, inputs: PropertyMap, cloud: Cloud): Promise<PropertyMap> {
  const values = plainMap(inputs);
  const live = await liveState(type, id, values, cloud);
  if (!live) throw new ProviderError("it was made, but AWS does not find it");
  const state = { ...keptState(type, values), ...withWordingOf(live, values, propertiesOf(type, cloud)) };
  return stateWithSecretsOf(state, inputs);
}

/** What comes of a secret is one too: its own property, and tags a second time with the provider's. */
function stateWithSecretsOf(state: PropertyMap, inputs: PropertyMap): PropertyMap {
  return mapWithSecretsOf(state, { tagsAll: inputs.tags ?? null, ...inputs });
}

async function liveState(
  type: ResourceType,
  id: string,
  known: PropertyMap,
  cloud: Cloud,
): Promise<PropertyMap | undefined> {
  const live = await type.read(id, cloud, known);
  if (!live) return undefined;
  const present = withoutNothing(live);
  if (!type.token.startsWith("aws:iam/")) present.region = cloud.region;
  if ("tags" in type.inputs) present.tagsAll = (present.tags as PropertyMap | undefined) ?? {};
  return present;
}

function withoutNothing(live: Live): PropertyMap {
  const present: PropertyMap = {};
  for (const [name, value] of Object.entries(live)) {
    const kept = presentValue(value);
    if (kept !== undefined) present[name] = kept;
  }
  return present;
}

function presentValue(value: LiveValue): PropertyValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (Array.isArray(value)) {
    return value.length > 0 ? value.flatMap((item) => presentValue(item) ?? []) : undefined;
  }
  if (typeof value !== "object") return value;
  const members = withoutNothing(value);
  return Object.keys(members).length > 0 ? members : undefined;
}

/** What AWS does not tell stays as it was said. */
function keptState(type: ResourceType, known: PropertyMap): PropertyMap {
  return Object.fromEntries(Object.entries(known).filter(([name]) => type.inputs[name]?.unread));
}

/** Keeps the program's own text of a JSON document, and its order of a set, if AWS's means the same. */
function withWordingOf(live: PropertyMap, known: PropertyMap, properties: Properties): PropertyMap {
  const state = { ...live };
  for (const [name, property] of Object.entries(properties)) {
    const said = known[name];
    if (property.kind !== "json" && property.kind !== "list") continue;
    if (said !== undefined && live[name] !== undefined && sameValue(live[name], said, property)) state[name] = said;
  }
  return state;
}

function unknownOutputs(names: readonly string[]): PropertyMap {
  return Object.fromEntries(names.map((name) => [name, unknown]));
}

function expectedTags(type: ResourceType, inputs: PropertyMap): PropertyMap {
  return "tags" in type.inputs ? { tagsAll: inputs.tags ?? {} } : {};
}

function refuseUnknowns(inputs: PropertyMap): void {
  const name = Object.keys(inputs).find((key) => containsUnknown(inputs[key]));
  if (name) throw new ProviderError(`the value of ${name} is not known, outside of a preview`);
}

/** A data source has no properties of its own to tell a secret by: what was asked with one is one. */
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

/** AWS's code and wording. */
function errorText(error: unknown): string {
  if (error instanceof AwsError) return `${error.code}: ${error.message}`;
  return error instanceof Error ? error.message : String(error);
}

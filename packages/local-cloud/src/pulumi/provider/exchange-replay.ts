import { readFileSync } from "node:fs";
import * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { CheckFailure } from "../contract/check-failure.ts";
import type { PropertyMap, PropertyValue } from "../property-values/values.ts";
import { containsUnknown, isMap, unknown } from "../property-values/values.ts";
import { connectProvider } from "./connect-provider.ts";
import type { Provider, ResourceRef } from "./provider.ts";

/** One recorded call. */
interface Recorded {
  method: string;
  request: { id?: string; urn?: string; name?: string; type?: string; preview?: boolean } & Record<
    string,
    PropertyValue
  >;
  response?: Record<string, PropertyValue>;
}

interface Resource {
  id: string;
  properties: PropertyMap;
  inputs: PropertyMap;
}

/** The result of a scene: the logical names of the resources. */
export interface Outcome {
  created: string[];
  updated: string[];
  replaced: string[];
  deleted: string[];
  unchanged: string[];
  imported: string[];
  failures: CheckFailure[];
  errors: string[];
}

/**
 * Plays the CLI's part in the recorded exchanges against a provider. Order and inputs are as recorded. Ids, state and
 * generated values are replaced with those of the provider under test, as the CLI would send them.
 */
export class ExchangeReplay {
  readonly #client: providerGrpc.ResourceProviderClient;
  readonly #provider: Provider;
  readonly #projectFolder: string;
  /** By URN and recorded id: a replaced resource and its replacement have the same URN. */
  readonly resources = new Map<string, Resource>();
  /** Generated values by their recorded value. */
  readonly #generated = new Map<string, string>();
  #checked = new Map<string, PropertyMap>();
  #readBefore = new Map<string, PropertyMap>();

  private constructor(client: providerGrpc.ResourceProviderClient, provider: Provider, projectFolder: string) {
    this.#client = client;
    this.#provider = provider;
    this.#projectFolder = projectFolder;
  }

  static async connect(port: number, secret: string, projectFolder: string): Promise<ExchangeReplay> {
    const address = `127.0.0.1:${port}`;
    const client = new providerGrpc.ResourceProviderClient(address, grpc.credentials.createInsecure());
    return new ExchangeReplay(client, await connectProvider(address, { secret }), projectFolder);
  }

  async close(): Promise<void> {
    this.#client.close();
    await this.#provider.close();
  }

  async play(scene: string): Promise<Outcome> {
    const outcome: Outcome = {
      created: [],
      updated: [],
      replaced: [],
      deleted: [],
      unchanged: [],
      imported: [],
      failures: [],
      errors: [],
    };
    const calls = readScene(scene, this.#projectFolder);
    this.#checked = new Map();
    this.#readBefore = new Map();
    for (const call of calls) await this.#playCall(call, outcome, calls);
    return outcome;
  }

  async #playCall(call: Recorded, outcome: Outcome, calls: Recorded[]): Promise<void> {
    switch (call.method) {
      case "Handshake":
        return void (await send((done) => this.#client.handshake(handshake(), done)));
      case "Attach":
        return void (await send((done) => this.#client.attach(new plugin.PluginAttach(), done)));
      case "GetPluginInfo":
        return void (await send((done) => this.#client.getPluginInfo(new empty.Empty(), done)));
      case "DiffConfig":
        return void (await send((done) => this.#client.diffConfig(new messages.DiffRequest(), done)));
      case "CheckConfig": {
        const { news } = call.request as { news: PropertyMap };
        return void (await this.#provider.checkConfig({ urn: call.request.urn!, olds: {}, news }));
      }
      case "Configure":
        return this.#provider.configure(call.request.args as PropertyMap);
      case "Invoke":
        return void (await this.#provider.invoke({
          token: String(call.request.tok),
          args: call.request.args as PropertyMap,
        }));
      case "Cancel":
        return this.#provider.cancel();
      case "Check":
        return this.#check(call, outcome);
      case "Diff":
        return this.#diff(call, outcome, calls);
      case "Create":
        return this.#create(call, outcome);
      case "Read":
        return this.#read(call, outcome);
      case "Update":
        return this.#update(call);
      case "Delete":
        return this.#delete(call, outcome);
      default:
        throw new Error(`the recording has ${call.method}, which the replay does not support`);
    }
  }

  async #check({ request, response }: Recorded, outcome: Outcome): Promise<void> {
    const olds = this.#current(request.urn!)?.inputs ?? {};
    const fresh = Object.keys((request.olds as PropertyMap | undefined) ?? {}).length === 0;
    const news = this.#translated(request.news!) as PropertyMap;
    const randomSeed = Buffer.alloc(32, 7);
    const { inputs, failures } = await this.#provider.check({
      ...ref(request),
      olds: fresh ? {} : olds,
      news,
      randomSeed,
    });
    this.#learn(response!.inputs as PropertyMap, inputs);
    this.#checked.set(request.urn!, inputs);
    outcome.failures.push(...failures);
  }

  async #diff({ request, response }: Recorded, outcome: Outcome, calls: Recorded[]): Promise<void> {
    const resource = this.#resource(request);
    const isProbe = !this.#checked.has(request.urn!);
    const before = this.#readBefore.get(request.urn!);
    const news =
      before ??
      (isProbe ? withUnknowns(resource.inputs, request.news as PropertyMap) : this.#checked.get(request.urn!)!);
    const { id, properties: olds, inputs: oldInputs } = resource;
    const diff = await this.#provider.diff({ ...ref(request), id, olds, oldInputs, news });
    const name = request.name!;
    if (diff.replaces.length > 0) outcome.replaced.push(name);
    else if (diff.changes === "some") outcome.updated.push(name);
    else outcome.unchanged.push(name);
    // Where the recorded provider found nothing to update and ours does, the CLI would continue with an update.
    const updateFollows = calls.some((other) => other.method === "Update" && other.request.urn === request.urn);
    if (response!.changes === 1 && diff.changes === "some" && !before && !updateFollows) {
      await this.#updateTo(request, resource, news, false);
    }
  }

  async #create({ request, response }: Recorded, outcome: Outcome): Promise<void> {
    const inputs = this.#checked.get(request.urn!)!;
    const preview = request.preview === true;
    const name = request.name!;
    try {
      const { id, properties } = await this.#provider.create({ ...ref(request), properties: inputs, preview });
      if (response!.properties) this.#learn(response!.properties as PropertyMap, properties);
      if (!outcome.replaced.includes(name)) outcome.created.push(name);
      if (!preview) this.resources.set(`${request.urn} ${response!.id}`, { id, properties, inputs });
    } catch (error) {
      outcome.errors.push((error as Error).message);
    }
  }

  async #update({ request, response }: Recorded): Promise<void> {
    const resource = this.#resource(request);
    const properties = await this.#updateTo(
      request,
      resource,
      this.#checked.get(request.urn!)!,
      request.preview === true,
    );
    this.#learn(response!.properties as PropertyMap, properties);
  }

  async #updateTo(
    request: Recorded["request"],
    resource: Resource,
    news: PropertyMap,
    preview: boolean,
  ): Promise<PropertyMap> {
    const { id, properties: olds, inputs: oldInputs } = resource;
    const properties = await this.#provider.update({ ...ref(request), id, olds, oldInputs, news, preview });
    if (!preview) this.resources.set(`${request.urn} ${request.id}`, { id, properties, inputs: news });
    return properties;
  }

  async #read({ request }: Recorded, outcome: Outcome): Promise<void> {
    const key = `${request.urn} ${request.id}`;
    const known = this.resources.get(key);
    const { id = request.id!, properties = {}, inputs = {} } = known ?? {};
    const found = await this.#provider.read({ ...ref(request), id, properties, inputs });
    if (found) {
      this.resources.set(key, found);
      if (known) this.#readBefore.set(request.urn!, inputs);
      else outcome.imported.push(request.name!);
    } else {
      this.resources.delete(key);
      outcome.deleted.push(request.name!);
    }
  }

  async #delete({ request }: Recorded, outcome: Outcome): Promise<void> {
    const { id, properties } = this.#resource(request);
    await this.#provider.delete({ ...ref(request), id, properties });
    this.resources.delete(`${request.urn} ${request.id}`);
    if (!outcome.replaced.includes(request.name!)) outcome.deleted.push(request.name!);
  }

  #resource({ urn, id }: Recorded["request"]): Resource {
    const found = this.resources.get(`${urn} ${id}`);
    if (!found) throw new Error(`the recording names ${id} of ${urn}, which was not created`);
    return found;
  }

  #current(urn: string): Resource | undefined {
    return [...this.resources].reverse().find(([key]) => key.startsWith(`${urn} `))?.[1];
  }

  /** Remembers what the provider generated where the recording has another generated value. */
  #learn(recorded: PropertyMap, actual: PropertyMap): void {
    for (const [name, value] of Object.entries(recorded)) {
      const ours = actual[name];
      const isGenerated = name === "arn" || name === "name" || name === "id";
      if (isGenerated && typeof value === "string" && typeof ours === "string" && value !== ours && ours !== unknown) {
        this.#generated.set(value, ours);
      }
    }
  }

  #translated(value: PropertyValue): PropertyValue {
    let text = JSON.stringify(value);
    const longestFirst = [...this.#generated].sort(([a], [b]) => b.length - a.length);
    for (const [recorded, ours] of longestFirst) text = text.replaceAll(recorded, ours);
    return JSON.parse(text) as PropertyValue;
  }
}

const exchange = new URL("../fixtures/exchange/", import.meta.url);

function readScene(scene: string, projectFolder: string): Recorded[] {
  const text = readFileSync(new URL(`${scene}.jsonl`, exchange), "utf8").replaceAll("PROJECT", projectFolder);
  return text
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as Recorded);
}

/** The counts in the summary that the CLI printed, e.g. { created: 11 }. */
export function countsPrinted(scene: string): Record<string, number> {
  const text = readFileSync(new URL(`${scene}.txt`, exchange), "utf8");
  const block = text.slice(text.lastIndexOf("Resources:"));
  const counts: Record<string, number> = {};
  for (const [, count, word] of block.matchAll(/^\s+[-+~=]*\s*(\d+) (?:to )?(\w+)$/gm)) counts[word!] = Number(count);
  for (const [, count] of block.matchAll(/(\d+) unchanged/g)) counts.unchanged = Number(count);
  return counts;
}

function ref(request: Recorded["request"]): ResourceRef {
  return { urn: request.urn!, type: request.type!, name: request.name! };
}

function handshake() {
  const request = new messages.ProviderHandshakeRequest();
  request.setEngineAddress("127.0.0.1:1");
  request.setConfigureWithUrn(true);
  return request;
}

/** The inputs, with those unknown that are unknown in the recording. */
function withUnknowns(inputs: PropertyMap, recorded: PropertyMap): PropertyMap {
  const unknowns = Object.keys(recorded).filter((name) => !isMap(recorded[name]) && containsUnknown(recorded[name]));
  return { ...inputs, ...Object.fromEntries(unknowns.map((name) => [name, unknown])) };
}

function send<T>(start: (done: (error: grpc.ServiceError | null, response: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, response) => (error ? reject(error) : resolve(response)));
  });
}

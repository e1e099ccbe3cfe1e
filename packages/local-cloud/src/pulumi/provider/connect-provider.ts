import * as grpc from "@grpc/grpc-js";
import type plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { CheckFailure } from "../contract/check-failure.ts";
import { ProviderError } from "../contract/errors.ts";
import { callLoopbackWithoutProxy } from "../loopback-without-proxy.ts";
import { fromStruct, toStruct } from "../property-values/struct.ts";
import { secretHeader } from "./callers.ts";
import { changeKinds } from "./change-kinds.ts";
import { initFailedError } from "./init-failed-status.ts";
import type { CheckResult, PropertyChange, Provider, ResourceRef } from "./provider.ts";

export interface ConnectOptions {
  /** The secret key of the account's administrator. Without it, the provider only takes calls of the same user, on Linux. */
  secret?: string;
}

/**
 * Connects to a provider that another process serves.
 *
 * @param address Host and port, e.g. 127.0.0.1:50051.
 * @throws ProviderError if nothing answers there.
 */
export async function connectProvider(address: string, { secret }: ConnectOptions = {}): Promise<Provider> {
  callLoopbackWithoutProxy();
  const client = new providerGrpc.ResourceProviderClient(address, grpc.credentials.createInsecure(), {
    "grpc.max_receive_message_length": 400 * 1024 * 1024,
    ...(secret !== undefined && { interceptors: [sendSecret(secret)] }),
  });
  const info = await call<InstanceType<typeof plugin.PluginInfo>>((done) =>
    client.getPluginInfo(new empty.Empty(), done),
  ).catch((error: Error) => {
    client.close();
    throw new ProviderError(`no provider answers at ${address}: ${error.message}`);
  });

  return {
    version: info.getVersion(),

    async checkConfig({ urn, olds, news }) {
      const request = new messages.CheckRequest();
      request.setUrn(urn);
      request.setOlds(toStruct(olds));
      request.setNews(toStruct(news));
      return checkResult(await call((done) => client.checkConfig(request, done)));
    },

    async configure(args) {
      const request = new messages.ConfigureRequest();
      request.setArgs(toStruct(args));
      request.setAcceptsecrets(true);
      request.setAcceptresources(true);
      request.setSendsOldInputs(true);
      request.setSendsOldInputsToDelete(true);
      await call((done) => client.configure(request, done));
    },

    async check({ olds, news, randomSeed, ...ref }) {
      const request = withRef(new messages.CheckRequest(), ref);
      request.setOlds(toStruct(olds));
      request.setNews(toStruct(news));
      request.setRandomseed(randomSeed);
      return checkResult(await call((done) => client.check(request, done)));
    },

    async diff({ id, olds, news, oldInputs, ...ref }) {
      const request = withRef(new messages.DiffRequest(), ref);
      request.setId(id);
      request.setOlds(toStruct(olds));
      request.setNews(toStruct(news));
      if (oldInputs) request.setOldInputs(toStruct(oldInputs));
      const response = await call<Message<"DiffResponse">>((done) => client.diff(request, done));
      const detailed: Record<string, PropertyChange> = {};
      response.getDetaileddiffMap().forEach((entry, path) => {
        detailed[path] = changeKinds[entry.getKind()]!;
      });
      const { DIFF_SOME } = messages.DiffResponse.DiffChanges;
      return {
        changes: response.getChanges() === DIFF_SOME ? "some" : "none",
        diffs: response.getDiffsList(),
        replaces: response.getReplacesList(),
        deleteBeforeReplace: response.getDeletebeforereplace(),
        detailed,
      };
    },

    async create({ properties, preview, ...ref }) {
      const request = withRef(new messages.CreateRequest(), ref);
      request.setProperties(toStruct(properties));
      request.setPreview(preview);
      const response = await call<Message<"CreateResponse">>((done) => client.create(request, done));
      return { id: response.getId(), properties: fromStruct(response.getProperties()) };
    },

    async read({ id, properties, inputs, ...ref }) {
      const request = withRef(new messages.ReadRequest(), ref);
      request.setId(id);
      request.setProperties(toStruct(properties));
      request.setInputs(toStruct(inputs));
      const response = await call<Message<"ReadResponse">>((done) => client.read(request, done));
      if (!response.getId()) return undefined;
      return {
        id: response.getId(),
        properties: fromStruct(response.getProperties()),
        inputs: fromStruct(response.getInputs()),
      };
    },

    async update({ id, olds, news, oldInputs, preview, ...ref }) {
      const request = withRef(new messages.UpdateRequest(), ref);
      request.setId(id);
      request.setOlds(toStruct(olds));
      request.setNews(toStruct(news));
      if (oldInputs) request.setOldInputs(toStruct(oldInputs));
      request.setPreview(preview);
      return fromStruct(
        (await call<Message<"UpdateResponse">>((done) => client.update(request, done))).getProperties(),
      );
    },

    async delete({ id, properties, ...ref }) {
      const request = withRef(new messages.DeleteRequest(), ref);
      request.setId(id);
      request.setProperties(toStruct(properties));
      await call((done) => client.delete(request, done));
    },

    async invoke({ token, args }) {
      const request = new messages.InvokeRequest();
      request.setTok(token);
      request.setArgs(toStruct(args));
      const response = await call<Message<"InvokeResponse">>((done) => client.invoke(request, done));
      return { result: fromStruct(response.getReturn()), failures: failuresOf(response.getFailuresList()) };
    },

    async cancel() {
      await call((done) => client.cancel(new empty.Empty(), done));
    },

    async close() {
      client.close();
    },
  };
}

/** Adds the secret to every call. */
function sendSecret(secret: string): grpc.Interceptor {
  return (options, nextCall) =>
    new grpc.InterceptingCall(nextCall(options), {
      start(metadata, listener, next) {
        metadata.set(secretHeader, secret);
        next(metadata, listener);
      },
    });
}

type Message<Name extends keyof typeof messages> = (typeof messages)[Name] extends new () => infer M ? M : never;

type Done<T> = (error: grpc.ServiceError | null, response: T) => void;

function call<T>(start: (done: Done<T>) => unknown): Promise<T> {
  return new Promise((resolve, reject) => {
    start((error, response) => {
      if (!error) resolve(response);
      else reject(initFailedError(error) ?? new ProviderError(error.details || error.message, { cause: error }));
    });
  });
}

interface RefMessage {
  setUrn(value: string): unknown;
  setType(value: string): unknown;
  setName(value: string): unknown;
}

function withRef<M extends RefMessage>(message: M, { urn, type, name }: ResourceRef): M {
  message.setUrn(urn);
  message.setType(type);
  message.setName(name);
  return message;
}

function checkResult(response: InstanceType<typeof messages.CheckResponse>): CheckResult {
  return { inputs: fromStruct(response.getInputs()), failures: failuresOf(response.getFailuresList()) };
}

function failuresOf(list: Array<InstanceType<typeof messages.CheckFailure>>): CheckFailure[] {
  return list.map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
}

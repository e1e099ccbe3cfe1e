import * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { fromStruct, toStruct } from "../wire/struct.ts";
import { InitFailedError } from "./errors.ts";
import { initFailedStatus } from "./init-failed.ts";
import type { CheckFailure, CheckRequest, DiffResult, Provider } from "./provider.ts";
import { changeKinds } from "./wire-kinds.ts";

export interface ProviderServer {
  readonly port: number;
  close(): Promise<void>;
}

/** Opens a provider to the Pulumi CLI (`PULUMI_DEBUG_PROVIDERS=aws:PORT`) and to `connectProvider`, on 127.0.0.1. */
export async function serveProvider(provider: Provider, options: { port?: number } = {}): Promise<ProviderServer> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  server.addService(providerGrpc.ResourceProviderService, handlersOf(provider));
  const port = await new Promise<number>((resolve, reject) => {
    const address = `127.0.0.1:${options.port ?? 0}`;
    server.bindAsync(address, grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return {
    port,
    close: async () => server.forceShutdown(),
  };
}

function handlersOf(provider: Provider): grpc.UntypedServiceImplementation {
  return {
    handshake: unary(async () => {
      const answer = new messages.ProviderHandshakeResponse();
      answer.setAcceptSecrets(true);
      answer.setAcceptResources(true);
      answer.setAcceptOutputs(false);
      answer.setSupportsAutonamingConfiguration(true);
      return answer;
    }),
    attach: unary(async () => new empty.Empty()),
    getPluginInfo: unary(async () => {
      const info = new plugin.PluginInfo();
      info.setVersion(provider.version);
      return info;
    }),
    checkConfig: unary(async (request: InstanceType<typeof messages.CheckRequest>) => {
      const { inputs, failures } = await provider.checkConfig({
        urn: request.getUrn(),
        olds: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
      });
      return checkResponse(inputs, failures);
    }),
    // Nothing of the configuration leads to another cloud, so no change of it replaces anything.
    diffConfig: unary(async () => new messages.DiffResponse()),
    configure: unary(async (request: InstanceType<typeof messages.ConfigureRequest>) => {
      await provider.configure(fromStruct(request.getArgs()));
      const answer = new messages.ConfigureResponse();
      answer.setAcceptsecrets(true);
      answer.setAcceptresources(true);
      answer.setSupportspreview(true);
      answer.setSupportsAutonamingConfiguration(true);
      return answer;
    }),
    check: unary(async (request: InstanceType<typeof messages.CheckRequest>) => {
      const { inputs, failures } = await provider.check({
        ...refOf(request),
        olds: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
        randomSeed: request.getRandomseed_asU8(),
        autonaming: autonamingOf(request),
      });
      return checkResponse(inputs, failures);
    }),
    diff: unary(async (request: InstanceType<typeof messages.DiffRequest>) => {
      const result = await provider.diff({
        ...refOf(request),
        id: request.getId(),
        olds: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
        oldInputs: request.hasOldInputs() ? fromStruct(request.getOldInputs()) : undefined,
      });
      return diffResponse(result);
    }),
    create: unary(async (request: InstanceType<typeof messages.CreateRequest>) => {
      const { id, properties } = await provider.create({
        ...refOf(request),
        properties: fromStruct(request.getProperties()),
        preview: request.getPreview(),
      });
      const answer = new messages.CreateResponse();
      answer.setId(id);
      answer.setProperties(toStruct(properties));
      return answer;
    }),
    read: unary(async (request: InstanceType<typeof messages.ReadRequest>) => {
      const found = await provider.read({
        ...refOf(request),
        id: request.getId(),
        properties: fromStruct(request.getProperties()),
        inputs: fromStruct(request.getInputs()),
      });
      const answer = new messages.ReadResponse();
      if (!found) return answer;
      answer.setId(found.id);
      answer.setProperties(toStruct(found.properties));
      answer.setInputs(toStruct(found.inputs));
      return answer;
    }),
    update: unary(async (request: InstanceType<typeof messages.UpdateRequest>) => {
      const properties = await provider.update({
        ...refOf(request),
        id: request.getId(),
        olds: fromStruct(request.getOlds()),
        news: fromStruct(request.getNews()),
        oldInputs: request.hasOldInputs() ? fromStruct(request.getOldInputs()) : undefined,
        preview: request.getPreview(),
      });
      const answer = new messages.UpdateResponse();
      answer.setProperties(toStruct(properties));
      return answer;
    }),
    delete: unary(async (request: InstanceType<typeof messages.DeleteRequest>) => {
      await provider.delete({
        ...refOf(request),
        id: request.getId(),
        properties: fromStruct(request.getProperties()),
      });
      return new empty.Empty();
    }),
    invoke: unary(async (request: InstanceType<typeof messages.InvokeRequest>) => {
      const { result, failures } = await provider.invoke({
        token: request.getTok(),
        args: fromStruct(request.getArgs()),
      });
      const answer = new messages.InvokeResponse();
      answer.setReturn(toStruct(result));
      answer.setFailuresList(failures.map(failureMessage));
      return answer;
    }),
    cancel: unary(async () => {
      await provider.cancel();
      return new empty.Empty();
    }),
  };
}

/** A call with one answer: what is raised travels as the error's message, and what was half made in its details. */
function unary<Request, Response>(
  answer: (request: Request) => Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    answer(call.request).then(
      (response) => callback(null, response),
      (error: unknown) => callback(statusOf(error)),
    );
  };
}

function statusOf(error: unknown): Partial<grpc.StatusObject> {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof InitFailedError) return initFailedStatus(error);
  return { code: grpc.status.UNKNOWN, details: message };
}

interface WithRef {
  getUrn(): string;
  getType(): string;
  getName(): string;
}

/** Type and name come separately since 2024; before, they are parts of the URN. */
function refOf(request: WithRef) {
  const urn = request.getUrn();
  const [, , qualifiedType = "", ...name] = urn.split("::");
  return {
    urn,
    type: request.getType() || qualifiedType.split("$").pop()!,
    name: request.getName() || name.join("::"),
  };
}

function autonamingOf(request: InstanceType<typeof messages.CheckRequest>): CheckRequest["autonaming"] {
  const options = request.getAutonaming();
  if (!options) return undefined;
  const modes = ["propose", "enforce", "disable"] as const;
  return { proposedName: options.getProposedName(), mode: modes[options.getMode()] ?? "propose" };
}

function checkResponse(inputs: Parameters<typeof toStruct>[0], failures: CheckFailure[]) {
  const answer = new messages.CheckResponse();
  answer.setInputs(toStruct(inputs));
  answer.setFailuresList(failures.map(failureMessage));
  return answer;
}

function failureMessage({ property, reason }: CheckFailure) {
  const failure = new messages.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

function diffResponse(result: DiffResult) {
  const answer = new messages.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  answer.setChanges(result.changes === "none" ? DIFF_NONE : DIFF_SOME);
  answer.setDiffsList(result.diffs);
  answer.setReplacesList(result.replaces);
  answer.setDeletebeforereplace(result.deleteBeforeReplace);
  answer.setHasdetaileddiff(true);
  const detailed = answer.getDetaileddiffMap();
  for (const [path, change] of Object.entries(result.detailed)) {
    const entry = new messages.PropertyDiff();
    entry.setKind(changeKinds.indexOf(change) as 0);
    entry.setInputdiff(true);
    detailed.set(path, entry);
  }
  return answer;
}

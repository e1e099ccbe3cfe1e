import * as grpc from "@grpc/grpc-js";
import plugin from "@pulumi/pulumi/proto/plugin_pb.js";
import providerGrpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import type { CheckFailure } from "../contract/check-failure.ts";
import { InitFailedError } from "../contract/errors.ts";
import { fromStruct, toStruct } from "../property-values/struct.ts";
import { Callers, type CallersOptions, refusal } from "./callers.ts";
import { changeKinds } from "./change-kinds.ts";
import { initFailedStatus } from "./init-failed-status.ts";
import type { CheckRequest, DiffResult, Provider } from "./provider.ts";

export interface ProviderServer {
  readonly port: number;
  close(): Promise<void>;
}

export interface ServeOptions extends Pick<CallersOptions, "userOf"> {
  /** Default: any free port. */
  port?: number;
}

/**
 * Serves a provider on 127.0.0.1, for the Pulumi CLI (`PULUMI_DEBUG_PROVIDERS=aws:PORT`) and for `connectProvider`. Only for
 * the user of this process, and for who knows `provider.secret`: see `Callers`.
 */
export async function serveProvider(provider: Provider, options: ServeOptions = {}): Promise<ProviderServer> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  const callers = new Callers(() => port, { secret: provider.secret, userOf: options.userOf });
  server.addService(providerGrpc.ResourceProviderService, guarded(handlersOf(provider), callers));
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

type Handler = grpc.handleUnaryCall<unknown, unknown>;

/** Calls that neither change nor tell anything, and come before the configuration. */
const openCalls = new Set(["handshake", "attach", "getPluginInfo", "checkConfig", "diffConfig"]);

/** The same handlers, for trusted callers only. */
function guarded(handlers: grpc.UntypedServiceImplementation, callers: Callers): grpc.UntypedServiceImplementation {
  const guard =
    (name: string, handle: Handler): Handler =>
    (call, callback) => {
      if (name === "configure") {
        const request = call.request as InstanceType<typeof messages.ConfigureRequest>;
        callers.configure(call, fromStruct(request.getArgs()));
      }
      if (callers.mayCall(call)) handle(call, callback);
      else callback(refusal);
    };
  return Object.fromEntries(
    Object.entries(handlers).map(([name, handle]) => [
      name,
      openCalls.has(name) ? handle : guard(name, handle as Handler),
    ]),
  );
}

function handlersOf(provider: Provider): grpc.UntypedServiceImplementation {
  return {
    handshake: unary(async () => {
      const response = new messages.ProviderHandshakeResponse();
      response.setAcceptSecrets(true);
      response.setAcceptResources(true);
      response.setAcceptOutputs(false);
      response.setSupportsAutonamingConfiguration(true);
      return response;
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
    // No setting leads to another cloud, so no change of the configuration replaces anything.
    diffConfig: unary(async () => new messages.DiffResponse()),
    configure: unary(async (request: InstanceType<typeof messages.ConfigureRequest>) => {
      await provider.configure(fromStruct(request.getArgs()));
      const response = new messages.ConfigureResponse();
      response.setAcceptsecrets(true);
      response.setAcceptresources(true);
      response.setSupportspreview(true);
      response.setSupportsAutonamingConfiguration(true);
      return response;
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
      const response = new messages.CreateResponse();
      response.setId(id);
      response.setProperties(toStruct(properties));
      return response;
    }),
    read: unary(async (request: InstanceType<typeof messages.ReadRequest>) => {
      const found = await provider.read({
        ...refOf(request),
        id: request.getId(),
        properties: fromStruct(request.getProperties()),
        inputs: fromStruct(request.getInputs()),
      });
      const response = new messages.ReadResponse();
      if (!found) return response;
      response.setId(found.id);
      response.setProperties(toStruct(found.properties));
      response.setInputs(toStruct(found.inputs));
      return response;
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
      const response = new messages.UpdateResponse();
      response.setProperties(toStruct(properties));
      return response;
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
      const response = new messages.InvokeResponse();
      response.setReturn(toStruct(result));
      response.setFailuresList(failures.map(failureMessage));
      return response;
    }),
    cancel: unary(async () => {
      await provider.cancel();
      return new empty.Empty();
    }),
  };
}

/** A unary call. An error becomes a gRPC status, with the unfinished resource in its details if there is one. */
function unary<Request, Response>(
  handle: (request: Request) => Promise<Response>,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    handle(call.request).then(
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

/** Type and name are separate fields since 2024; older CLIs send only the URN. */
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
  const response = new messages.CheckResponse();
  response.setInputs(toStruct(inputs));
  response.setFailuresList(failures.map(failureMessage));
  return response;
}

function failureMessage({ property, reason }: CheckFailure) {
  const failure = new messages.CheckFailure();
  failure.setProperty(property);
  failure.setReason(reason);
  return failure;
}

function diffResponse(result: DiffResult) {
  const response = new messages.DiffResponse();
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  response.setChanges(result.changes === "none" ? DIFF_NONE : DIFF_SOME);
  response.setDiffsList(result.diffs);
  response.setReplacesList(result.replaces);
  response.setDeletebeforereplace(result.deleteBeforeReplace);
  response.setHasdetaileddiff(true);
  const detailed = response.getDetaileddiffMap();
  for (const [path, change] of Object.entries(result.detailed)) {
    const entry = new messages.PropertyDiff();
    entry.setKind(changeKinds.indexOf(change) as 0);
    entry.setInputdiff(true);
    detailed.set(path, entry);
  }
  return response;
}

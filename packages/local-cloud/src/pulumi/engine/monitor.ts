import * as grpc from "@grpc/grpc-js";
import engineGrpc from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import providerMessages from "@pulumi/pulumi/proto/provider_pb.js";
import monitorGrpc from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/resource_pb.js";
import empty from "google-protobuf/google/protobuf/empty_pb.js";
import { fromStruct, toStruct } from "../property-values/struct.ts";
import type { PropertyMap } from "../property-values/values.ts";
import type { Provider } from "../provider/provider.ts";
import type { Deployment } from "./deployment.ts";
import type { OnEvent } from "./events.ts";
import type { Goal } from "./goal.ts";
import { refuseUnsupportedOptions } from "./unsupported-options.ts";

/** The features of the resource model that the program may use. */
const features = new Set(["secrets", "deletedWith"]);

export interface MonitorServer {
  readonly address: string;
  /** Cancels the calls that are still open, and resolves once the program has received that. */
  close(): Promise<void>;
}

/** Serves Pulumi's ResourceMonitor and Engine protocols to the program, for one deployment. */
export async function serveMonitor(
  deployment: Deployment,
  provider: Provider,
  onEvent: OnEvent,
): Promise<MonitorServer> {
  const server = new grpc.Server({ "grpc.max_receive_message_length": 400 * 1024 * 1024 });
  const open = new OpenCalls();
  const unary: Unary = (handle) => open.track(handle);
  server.addService(monitorGrpc.ResourceMonitorService, monitorOf(deployment, provider, unary));
  server.addService(engineGrpc.EngineService, engineOf(deployment, onEvent, unary));
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  const close = () => {
    open.cancel();
    return new Promise<void>((resolve) => server.tryShutdown(() => resolve()));
  };
  return { address: `127.0.0.1:${port}`, close };
}

type RegisterRequest = InstanceType<typeof messages.RegisterResourceRequest>;
type ReadRequest = InstanceType<typeof messages.ReadResourceRequest>;

function monitorOf(deployment: Deployment, provider: Provider, unary: Unary): grpc.UntypedServiceImplementation {
  return {
    supportsFeature: unary(async (request: InstanceType<typeof messages.SupportsFeatureRequest>) => {
      const response = new messages.SupportsFeatureResponse();
      response.setHassupport(features.has(request.getId()));
      return response;
    }),

    registerResource: unary((request: RegisterRequest) => {
      const goal = goalOf(request);
      return deployment.run(async () => {
        refuseUnsupportedOptions(request);
        const { urn, id, outputs } = await deployment.register(goal);
        const response = new messages.RegisterResourceResponse();
        response.setUrn(urn);
        response.setId(id);
        response.setObject(toStruct(outputs));
        return response;
      }, goal);
    }),

    registerResourceOutputs: unary((request: InstanceType<typeof messages.RegisterResourceOutputsRequest>) =>
      deployment.run(async () => {
        deployment.setOutputs(request.getUrn(), fromStruct(request.getOutputs()));
        return new empty.Empty();
      }),
    ),

    readResource: unary((request: ReadRequest) => {
      const goal = readGoalOf(request);
      return deployment.run(async () => {
        const { urn, outputs } = await deployment.readResource(goal, request.getId());
        const response = new messages.ReadResourceResponse();
        response.setUrn(urn);
        response.setProperties(toStruct(outputs));
        return response;
      }, goal);
    }),

    invoke: unary((request: InstanceType<typeof messages.ResourceInvokeRequest>) =>
      deployment.run(async () => {
        const response = new providerMessages.InvokeResponse();
        response.setReturn(toStruct(await invoke(request, deployment, provider)));
        return response;
      }),
    ),

    signalAndWaitForShutdown: unary(async () => new empty.Empty()),
  };
}

function engineOf(deployment: Deployment, onEvent: OnEvent, unary: Unary): grpc.UntypedServiceImplementation {
  let root = "";
  const severities = ["debug", "info", "warning", "error"] as const;
  return {
    log: unary(async (request: InstanceType<typeof engineMessages.LogRequest>) => {
      const severity = severities[request.getSeverity()] ?? "info";
      const urn = request.getUrn();
      const message = request.getMessage();
      onEvent({ kind: "log", severity, message, ...(urn && { urn }) });
      // The program reports an error (pulumi.log.error). The deployment continues to its end, but fails.
      if (severity === "error") deployment.fail({ message, ...(urn && { urn }) });
      return new empty.Empty();
    }),
    setRootResource: unary(async (request: InstanceType<typeof engineMessages.SetRootResourceRequest>) => {
      root = request.getUrn();
      return new engineMessages.SetRootResourceResponse();
    }),
    getRootResource: unary(async () => {
      const response = new engineMessages.GetRootResourceResponse();
      response.setUrn(root);
      return response;
    }),
    requirePulumiVersion: unary(async () => new engineMessages.RequirePulumiVersionResponse()),
  };
}

async function invoke(
  request: InstanceType<typeof messages.ResourceInvokeRequest>,
  deployment: Deployment,
  provider: Provider,
): Promise<PropertyMap> {
  const token = request.getTok();
  const args = fromStruct(request.getArgs());
  if (token === "pulumi:pulumi:getResource") {
    const state = deployment.stateOf(String(args.urn));
    if (!state) throw new Error(`the resource ${args.urn} is not registered`);
    return { urn: state.urn, id: state.id, state: state.outputs };
  }
  await deployment.providerFor(token, request.getProvider(), request.getVersion());
  const { result, failures } = await provider.invoke({ token, args });
  const [failure] = failures;
  if (failure) throw new Error(`${token}: ${failure.property}: ${failure.reason}`);
  return result;
}

type Unary = <Request, Response>(
  handle: (request: Request) => Promise<Response>,
) => grpc.handleUnaryCall<Request, Response>;

/** The calls without a response. After a failure, some get none until the monitor closes. */
class OpenCalls {
  readonly #cancels = new Set<() => void>();

  track<Request, Response>(handle: (request: Request) => Promise<Response>): grpc.handleUnaryCall<Request, Response> {
    return (call, callback) => {
      const cancel = () => callback({ code: grpc.status.CANCELLED, details: "the deployment has ended" });
      this.#cancels.add(cancel);
      const unlessCancelled = (respond: () => void) => {
        if (this.#cancels.delete(cancel)) respond();
      };
      handle(call.request).then(
        (response) => unlessCancelled(() => callback(null, response)),
        (error: Error) => unlessCancelled(() => callback({ code: grpc.status.UNKNOWN, details: error.message })),
      );
    };
  }

  cancel(): void {
    const cancels = [...this.#cancels];
    this.#cancels.clear();
    for (const cancel of cancels) cancel();
  }
}

function goalOf(request: RegisterRequest): Goal {
  const propertyDependencies: Record<string, string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, name) => {
    const urns = dependencies.getUrnsList();
    if (urns.length > 0) propertyDependencies[name] = urns;
  });
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    parent: request.getParent() || undefined,
    inputs: fromStruct(request.getObject()),
    provider: request.getProvider() || undefined,
    version: request.getVersion() || undefined,
    dependencies: request.getDependenciesList(),
    propertyDependencies,
    protect: request.hasProtect() ? request.getProtect() : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deleteBeforeReplace: request.getDeletebeforereplacedefined() ? request.getDeletebeforereplace() : undefined,
    deletedWith: request.getDeletedwith() || undefined,
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: request.getAliasurnsList(),
    importId: request.getImportid() || undefined,
  };
}

function readGoalOf(request: ReadRequest): Goal {
  return {
    type: request.getType(),
    name: request.getName(),
    custom: true,
    parent: request.getParent() || undefined,
    inputs: fromStruct(request.getProperties()),
    provider: request.getProvider() || undefined,
    version: request.getVersion() || undefined,
    dependencies: request.getDependenciesList(),
    propertyDependencies: {},
    ignoreChanges: [],
    replaceOnChanges: [],
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    aliases: [],
  };
}

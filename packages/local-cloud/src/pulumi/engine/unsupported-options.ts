import type messages from "@pulumi/pulumi/proto/resource_pb.js";

type Request = InstanceType<typeof messages.RegisterResourceRequest>;

/** Resource options that the engine does not support, by their name in a program. The runtime itself refuses others. */
const options: Record<string, (request: Request) => boolean> = {
  customTimeouts: (request) => {
    const timeouts = request.getCustomtimeouts();
    return [timeouts?.getCreate(), timeouts?.getUpdate(), timeouts?.getDelete(), timeouts?.getRead()].some(Boolean);
  },
  envVarMappings: (request) => request.getEnvvarmappingsMap().getLength() > 0,
  hideDiffs: (request) => request.getHidediffsList().length > 0,
  pluginDownloadURL: (request) => request.getPlugindownloadurl() !== "",
  replaceWith: (request) => request.getReplaceWithList().length > 0,
  replacementTrigger: (request) => request.hasReplacementTrigger(),
  transforms: (request) => request.getTransformsList().length > 0,
};

/** @throws Error that names the unsupported options. */
export function refuseUnsupportedOptions(request: Request): void {
  if (request.getRemote()) throw new Error("remote components are not supported by the local cloud");
  const used = Object.keys(options).filter((name) => options[name]!(request));
  if (used.length === 0) return;
  const [is, them] = used.length === 1 ? ["is", "it"] : ["are", "them"];
  throw new Error(
    `the option ${used.join(", ")} ${is} not supported by the local cloud: leave ${them} out, or use the Pulumi CLI`,
  );
}

import type messages from "@pulumi/pulumi/proto/resource_pb.js";

type Request = InstanceType<typeof messages.RegisterResourceRequest>;

/** Options of a resource that the engine does not have, by the name that a program gives them. What the runtime itself refuses is not here. */
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

/** @throws Error that names what a program asks for and would not get. */
export function refuseUnsupportedOptions(request: Request): void {
  if (request.getRemote()) throw new Error("components of another package are not supported by the local stack");
  const asked = Object.keys(options).filter((name) => options[name]!(request));
  if (asked.length === 0) return;
  const [is, them] = asked.length === 1 ? ["is", "it"] : ["are", "them"];
  throw new Error(
    `the option ${asked.join(", ")} ${is} not supported by the local stack: leave ${them} out, or use the Pulumi CLI`,
  );
}

import { markingOf, type PropertyMap } from "../property-values/values.ts";
import type { ResourceState } from "../stack-state/state.ts";

/**
 * The state of a resource whose content (an archive or an asset, such as a function's code) is lost or not known to be the
 * one in the state. AWS never returns content, so a refresh cannot tell; the next deployment uploads it again.
 */
export function withoutContent(resource: ResourceState): ResourceState {
  const { inputs, outputs } = resource;
  return {
    ...resource,
    inputs: withoutArchives(inputs),
    outputs: withoutArchives(outputs),
    initErrors: ["its content is not the one in the stack's state"],
  };
}

function withoutArchives(map: PropertyMap): PropertyMap {
  const isContent = (value: PropertyMap[string]) => ["archive", "asset"].includes(markingOf(value) ?? "");
  return Object.fromEntries(Object.entries(map).filter(([, value]) => !isContent(value)));
}

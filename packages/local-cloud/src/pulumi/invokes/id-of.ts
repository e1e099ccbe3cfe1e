import { ProviderError } from "../contract/errors.ts";
import type { Invoke } from "../contract/invoke.ts";
import { json, string } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";
import { resourceTypes } from "../resources/index.ts";

/**
 * The id of a resource with these inputs; empty if they do not determine it. The embedded engine asks for it after a
 * deployment that was killed between a create and its response, so that the resource is found and not created twice.
 */
const invoke: Invoke = {
  args: { type: string({ required: true }), inputs: json({ required: true }) },

  async call({ type, inputs }, cloud) {
    const found = resourceTypes[String(type)];
    if (!found) throw new ProviderError(`${type} is not supported by the local cloud`);
    return { id: (await found.idOf(JSON.parse(String(inputs)) as PropertyMap, cloud)) ?? "" };
  },
};

export const idOf = { token: "local-cloud:index:idOf", invoke };

import { ProviderError } from "../provider/errors.ts";
import { json, string } from "../provider/schema.ts";
import { resourceTypes } from "../resources/index.ts";
import type { PropertyMap } from "../wire/values.ts";
import type { Invoke } from "./index.ts";

/**
 * The id that a resource with these inputs has, empty if it cannot be told beforehand. The
 * embedded engine asks when a deployment was killed between a create and its answer: what was
 * made must be found, not made twice.
 */
const invoke: Invoke = {
  args: { type: string({ required: true }), inputs: json({ required: true }) },

  async call({ type, inputs }, cloud) {
    const found = resourceTypes[String(type)];
    if (!found) throw new ProviderError(`${type} is not supported by the local cloud`);
    return { id: (await found.idOf(JSON.parse(String(inputs)) as PropertyMap, cloud)) ?? "" };
  },
};

export const idOf = { token: "sandbox:index:idOf", invoke };

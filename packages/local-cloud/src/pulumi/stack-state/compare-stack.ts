import type { PropertyMap } from "../property-values/values.ts";
import type { Provider } from "../provider/provider.ts";
import type { ResourceState, StackState } from "./state.ts";

/** How an account differs from the saved state of a stack in it. */
export interface StackDifferences {
  /** Logical names of resources that do not exist. */
  missing: string[];
  /** Logical names of resources that exist with other properties. */
  changed: string[];
  /** Physical ids of functions with other code. */
  otherCode: string[];
}

/** Compares every resource in a saved state with the account. Changes nothing. */
export async function compareStack({ resources }: StackState, provider: Provider): Promise<StackDifferences> {
  const differences: StackDifferences = { missing: [], changed: [], otherCode: [] };
  const own = resources.filter(({ custom, external, type }) => custom && !external && !type.startsWith("pulumi:"));
  await Promise.all(own.map((resource) => compare(resource, provider, differences)));
  return differences;
}

async function compare(resource: ResourceState, provider: Provider, differences: StackDifferences): Promise<void> {
  const { urn, type, id, inputs, outputs } = resource;
  const name = urn.split("::").at(-1)!;
  const ref = { urn, type, name, id };
  // What cannot be read is not proven to differ: a deployment says what is wrong with it.
  const found = await provider.read({ ...ref, properties: outputs, inputs }).catch(() => "unreadable" as const);
  if (found === "unreadable") return;
  if (!found) {
    differences.missing.push(name);
    return;
  }
  if (codeHash(found.properties) !== codeHash(outputs)) differences.otherCode.push(id);
  const { changes } = await provider.diff({ ...ref, olds: outputs, oldInputs: inputs, news: found.inputs });
  if (changes === "some") differences.changed.push(name);
}

function codeHash({ codeSha256 }: PropertyMap): string | undefined {
  return typeof codeSha256 === "string" ? codeSha256 : undefined;
}

export const stackType = "pulumi:pulumi:Stack";

export interface UrnParts {
  /** The type after the types of its parents, e.g. workshop:infra:Service$aws:iam/role:Role. */
  qualifiedType: string;
  type: string;
  name: string;
}

export function urnOf(
  stack: string,
  project: string,
  parentUrn: string | undefined,
  type: string,
  name: string,
): string {
  const parentType = parentUrn ? urnParts(parentUrn).qualifiedType : stackType;
  const qualified = parentType === stackType ? type : `${parentType}$${type}`;
  return `urn:pulumi:${stack}::${project}::${qualified}::${name}`;
}

export function urnParts(urn: string): UrnParts {
  const [, , qualifiedType = "", ...name] = urn.split("::");
  return { qualifiedType, type: qualifiedType.split("$").pop()!, name: name.join("::") };
}

/** The URN in a reference to a provider, which is its URN and its id. */
export function providerUrn(reference: string): string {
  return reference.slice(0, reference.lastIndexOf("::"));
}

export function isProviderType(type: string): boolean {
  return type.startsWith("pulumi:providers:");
}

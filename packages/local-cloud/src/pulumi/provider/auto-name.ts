import { createHash } from "node:crypto";
import type { CheckFailure } from "../contract/check-failure.ts";
import type { Properties, Property } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";
import type { CheckRequest } from "./provider.ts";

const randomDigits = 7;

/**
 * Gives the resource a physical name where the program gives none: the logical name, a hyphen and seven hexadecimal
 * digits ("Resource names", Pulumi documentation). Later deployments keep the generated name.
 */
export function addAutoNames(inputs: PropertyMap, properties: Properties, request: CheckRequest): CheckFailure[] {
  const failures: CheckFailure[] = [];
  for (const [key, property] of Object.entries(properties)) {
    if (!property.autoName || key in inputs) continue;
    const old = request.olds[key];
    if (typeof old === "string" && isGenerated(old, request.name, property)) {
      inputs[key] = old;
    } else if (request.autonaming?.mode === "disable") {
      failures.push({ property: key, reason: "is required because the project has automatic naming disabled" });
    } else if (request.autonaming?.proposedName) {
      inputs[key] = request.autonaming.proposedName;
    } else {
      inputs[key] = generate(inputs, property, request);
    }
  }
  return failures;
}

/** Whether the program sets a physical name that the replacement would have too. */
export function keepsExplicitName(
  olds: PropertyMap,
  news: PropertyMap,
  properties: Properties,
  logicalName: string,
): boolean {
  return Object.entries(properties).some(([key, property]) => {
    const name = news[key];
    if (!property.autoName || typeof name !== "string") return false;
    return name === olds[key] && !isGenerated(name, logicalName, property);
  });
}

function generate(inputs: PropertyMap, property: Property, request: CheckRequest): string {
  const { max, suffix } = property.autoName!;
  const tail = suffix?.(inputs) ?? "";
  const digits = createHash("sha256")
    .update(request.randomSeed)
    .update(request.urn)
    .digest("hex")
    .slice(0, randomDigits);
  const base = request.name.slice(0, max - tail.length - randomDigits - 1);
  return `${base}-${digits}${tail}`;
}

function isGenerated(name: string, logicalName: string, property: Property): boolean {
  const match = /^(.*)-[0-9a-z]{7}(\.fifo)?$/.exec(name);
  const base = match?.[1];
  if (!base) return false;
  const length = property.autoName!.max - (match[2]?.length ?? 0) - randomDigits - 1;
  return base === logicalName.slice(0, length);
}

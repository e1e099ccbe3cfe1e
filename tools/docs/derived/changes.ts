import type { DeployedResource, Growth } from "./growth.ts";

/** A table of the resources that a step creates and updates. */
export function changes(growth: ReadonlyMap<number, Growth>, step: number): string {
  const { changed, resources } = requireStep(growth, step);
  const rows = changed.map(({ op, type, name, diffs }) => {
    const properties = [...new Set(diffs.map(({ path }) => path.split(/[.[]/)[0]!))];
    const what = op === "create" ? "created" : `${op}d: ${properties.map((property) => `\`${property}\``).join(", ")}`;
    return `| ${what} | ${displayType(type)} | \`${name}\` | ${physicalName(resources, type, name)} |`;
  });
  return ["| | Resource | Logical name | Physical name |", "| --- | --- | --- | --- |", ...rows].join("\n");
}

export function requireStep(growth: ReadonlyMap<number, Growth>, step: number): Growth {
  const found = growth.get(step);
  if (!found) throw new Error(`There is no step ${step}.`);
  return found;
}

/** The type as it is written in the program: `aws.cloudwatch.EventRule` for aws:cloudwatch/eventRule:EventRule. */
function displayType(type: string): string {
  const [provider, module = "", name] = type.split(":");
  return provider === "aws" ? `\`aws.${module.split("/")[0]}.${name}\`` : `the component \`${name}\``;
}

function physicalName(resources: readonly DeployedResource[], type: string, name: string): string {
  const found = resources.find((resource) => resource.type === type && nameOf(resource) === name);
  const physical = found?.inputs.name;
  // Without a name in the program, Pulumi generates a random one.
  const isGenerated = typeof physical !== "string" || /-[0-9a-f]{7}$/.test(physical);
  return isGenerated ? "" : `\`${physical}\``;
}

/** The logical name, which is the last part of the URN. */
function nameOf({ urn }: DeployedResource): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}

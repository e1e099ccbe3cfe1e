import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

const manifests = [
  "package.json",
  "packages/local-cloud/package.json",
  "packages/workshop-cli/package.json",
  "tools/package.json",
];

it.each(manifests)("docs/dependencies.md explains every package in %s, and no others", (path) => {
  const manifest = JSON.parse(read(path)) as Record<string, Record<string, string>>;
  const used = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });

  expect(explainedFor(path).sort()).toEqual(used.sort());
});

it.each(manifests)("%s names an exact version of every package", (path) => {
  const manifest = JSON.parse(read(path)) as Record<string, Record<string, string>>;
  const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });

  expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
});

it("the lock file names no registry, so that each machine uses the one it is configured for", () => {
  const packages = Object.values(
    JSON.parse(read("package-lock.json")).packages as Record<string, { resolved?: string }>,
  );

  expect(packages.filter(({ resolved }) => resolved?.includes("://"))).toEqual([]);
});

/** The packages in the table of the section that begins with this manifest's path. */
function explainedFor(path: string): string[] {
  const sections = read("docs/dependencies.md").split(/^## /m);
  const section = sections.find((text) => text.split("\n")[2]?.startsWith(`\`${path}\`.`)) ?? "";
  return [...section.matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, name]) => name as string);
}

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}

import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

it("docs/dependencies.md says of every package why it is there, and of no other", () => {
  const manifest = JSON.parse(read("package.json")) as Record<string, Record<string, string>>;
  const used = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });

  const explained = [...read("docs/dependencies.md").matchAll(/^\| `([^`]+)` \| \S/gm)].map(([, name]) => name);

  expect(explained.sort()).toEqual(used.sort());
});

it("the lock file names no registry, so that each machine uses its own", () => {
  const packages = Object.values(
    JSON.parse(read("package-lock.json")).packages as Record<string, { resolved?: string }>,
  );

  expect(packages.filter(({ resolved }) => resolved?.includes("://"))).toEqual([]);
});

function read(path: string): string {
  return readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
}

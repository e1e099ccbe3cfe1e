import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { root } from "@event-choreography/workshop-cli/working-copy";

const excluded = [".git", ".workshop", "node_modules", "dist"].map((name) => join(root, name));

/** Makes a complete workshop of its own in `folder`, as a clone with its packages installed. */
export function makeFolder(folder: string): void {
  cpSync(root, folder, { recursive: true, filter: (path) => !excluded.includes(path) && basename(path) !== "dist" });
  const packages = join(folder, "node_modules");
  mkdirSync(packages);
  for (const name of readdirSync(join(root, "node_modules"))) {
    // npm links the workspaces relative to node_modules.
    if (name === "@event-choreography") {
      cpSync(join(root, "node_modules", name), join(packages, name), { recursive: true, verbatimSymlinks: true });
    } else if (!name.startsWith(".") || name === ".bin") {
      symlinkSync(join(root, "node_modules", name), join(packages, name), "junction");
    }
  }
}

/** Every file below `folder` with its content, except for packages. */
export function readFolder(folder: string, below: string[] = ["."]): Map<string, Buffer> {
  const paths = below.flatMap((name) => filesBelow(join(folder, name)));
  return new Map(paths.map((path) => [relative(folder, path).split(sep).join("/"), readFileSync(path)]));
}

function filesBelow(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return entry.name === "node_modules" ? [] : filesBelow(path);
    return entry.isFile() ? [path] : [];
  });
}

/** The files that name a folder, as a path or in a URL. */
export function filesThatName(folder: string, inside: string): string[] {
  const names = [folder, encodeURI(folder), basename(folder), basename(dirname(folder))].map((name) =>
    Buffer.from(name),
  );
  return [...readFolder(inside, [".workshop", "dist"])].flatMap(([path, content]) =>
    names.some((name) => content.includes(name)) ? [path] : [],
  );
}

import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Workspace, workspaceAt } from "../tree/workspace.ts";

const leftOut = new Set(["node_modules", ".git", "dist", ".workshop"]);

/** A copy of the repository in which files may be spoilt. It shares the installed packages. */
export class Copy implements Disposable {
  readonly workspace: Workspace;

  constructor(root: string) {
    const folder = mkdtempSync(join(tmpdir(), "aircraft-prove-"));
    for (const name of readdirSync(root)) {
      if (!leftOut.has(name)) cpSync(join(root, name), join(folder, name), { recursive: true });
    }
    // A junction, since Windows lets only administrators make links.
    symlinkSync(join(root, "node_modules"), join(folder, "node_modules"), "junction");
    this.workspace = workspaceAt(folder);
  }

  write(texts: ReadonlyMap<string, string>): void {
    for (const [path, text] of texts) writeFileSync(join(this.workspace.root, path), text);
  }

  [Symbol.dispose](): void {
    rmSync(this.workspace.root, { recursive: true, force: true });
  }
}

/** Gives each piece of work a copy of its own, as many at once as there are copies. */
export async function shareCopies<Item, Result>(
  copies: readonly Copy[],
  items: readonly Item[],
  work: (item: Item, copy: Copy) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  const worker = async (copy: Copy) => {
    while (next < items.length) {
      const index = next++;
      results[index] = await work(items[index]!, copy);
    }
  };
  await Promise.all(copies.map(worker));
  return results;
}

import { cpSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Workspace, workspaceAt } from "../tree/workspace.ts";

const leftOut = new Set([".git", ".workshop"]);
/** A bundle that is being written at this moment, see infra/bundle-files.ts. */
const isDraft = (path: string) => /^\.[0-9a-f-]{36}$/.test(basename(path));
/** What no learner edits is the repository's own: so whoever has loaded it once need not load it again. */
const shared = ["node_modules", "sandbox"];

/** A copy of the repository in which files may be spoilt. It shares the installed packages and the local cloud. */
export class Copy implements Disposable {
  readonly workspace: Workspace;

  constructor(root: string) {
    const folder = mkdtempSync(join(tmpdir(), "aircraft-prove-"));
    for (const name of readdirSync(root)) {
      const [from, to] = [join(root, name), join(folder, name)];
      // A junction, since Windows lets only administrators make links.
      if (shared.includes(name)) symlinkSync(from, to, "junction");
      else if (!leftOut.has(name)) cpSync(from, to, { recursive: true, filter: (path) => !isDraft(path) });
    }
    this.workspace = workspaceAt(folder);
  }

  write(texts: ReadonlyMap<string, string>): void {
    for (const [path, text] of texts) writeFileSync(join(this.workspace.root, path), text);
  }

  [Symbol.dispose](): void {
    rmSync(this.workspace.root, { recursive: true, force: true });
  }
}

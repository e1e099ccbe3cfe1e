import { cpSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type Workspace, workspaceAt } from "@event-choreography/workshop-cli/working-copy";

/** A bundle that is still being written; see infra/components/bundle-files.ts. */
const isDraft = (path: string) => /^\.[0-9a-f-]{36}$/.test(basename(path));
/** Linked, since nothing edits them in a copy. Modules loaded from them are then shared as well. */
const shared = ["node_modules", "packages/local-cloud"];
const excluded = [".git", ".workshop", ...shared];

/** A copy of the repository whose files may be changed. It shares the installed packages and the local cloud. */
export class Copy implements Disposable {
  readonly workspace: Workspace;

  constructor(root: string) {
    const folder = mkdtempSync(join(tmpdir(), "aircraft-prove-"));
    const isExcluded = new Set(excluded.map((path) => join(root, path)));
    cpSync(root, folder, { recursive: true, filter: (path) => !isExcluded.has(path) && !isDraft(path) });
    // A junction, since symbolic links need administrator rights on Windows.
    for (const path of shared) symlinkSync(join(root, path), join(folder, path), "junction");
    this.workspace = workspaceAt(folder);
  }

  write(texts: ReadonlyMap<string, string>): void {
    for (const [path, text] of texts) writeFileSync(join(this.workspace.root, path), text);
  }

  /** Writes these files; deletes those without a text. */
  change(files: ReadonlyMap<string, string | undefined>): void {
    for (const [path, text] of files) {
      if (text === undefined) rmSync(join(this.workspace.root, path), { force: true });
      else this.write(new Map([[path, text]]));
    }
  }

  [Symbol.dispose](): void {
    rmSync(this.workspace.root, { recursive: true, force: true });
  }
}

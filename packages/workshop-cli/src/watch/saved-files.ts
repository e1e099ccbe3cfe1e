import { type FSWatcher, statSync, watch } from "node:fs";
import { dirname, join } from "node:path";
import type { Workspace } from "../working-copy/workspace.ts";

/** Editors write a file in several steps. */
const settleMs = 40;
/** Where a folder cannot be watched, as on some network drives. */
const pollMs = 250;

/** Calls `onSave` after some of these files, relative to the root, were saved. */
export class SavedFiles implements Disposable {
  readonly #files: string[];
  readonly #onSave: () => void;
  readonly #watchers: FSWatcher[] = [];
  readonly #poll: NodeJS.Timeout;
  #known: string;
  #soon: NodeJS.Timeout | undefined;

  constructor({ root }: Pick<Workspace, "root">, paths: readonly string[], onSave: () => void) {
    this.#files = paths.map((path) => join(root, path));
    this.#onSave = onSave;
    this.#known = this.#times();
    for (const folder of new Set(this.#files.map((file) => dirname(file)))) this.#watch(folder);
    this.#poll = setInterval(() => this.#look(), pollMs);
  }

  #watch(folder: string): void {
    try {
      const watcher = watch(folder, () => {
        clearTimeout(this.#soon);
        this.#soon = setTimeout(() => this.#look(), settleMs);
      });
      watcher.on("error", () => {});
      this.#watchers.push(watcher);
    } catch {
      // Polling notices it, a little later.
    }
  }

  #look(): void {
    const now = this.#times();
    if (now === this.#known) return;
    this.#known = now;
    this.#onSave();
  }

  #times(): string {
    return this.#files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0).join(" ");
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#soon);
    clearInterval(this.#poll);
    for (const watcher of this.#watchers) watcher.close();
  }
}

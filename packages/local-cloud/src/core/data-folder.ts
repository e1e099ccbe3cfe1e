import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makePrivate } from "./private-folder.ts";

/** A folder that is created on first use: the given one, or a temporary one that `remove` deletes. */
export class DataFolder {
  readonly #given: string | undefined;
  #made: string | undefined;

  constructor(given: string | undefined) {
    this.#given = given;
  }

  path(): string {
    if (this.#made) return this.#made;
    if (this.#given) makePrivate(this.#given);
    this.#made = this.#given ?? mkdtempSync(join(tmpdir(), "local-cloud-"));
    return this.#made;
  }

  remove(): void {
    if (this.#made && !this.#given) rmSync(this.#made, { recursive: true, force: true });
  }
}

import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A folder that is made when first asked for; one of its own choice goes again at the end. */
export class DataFolder {
  readonly #given: string | undefined;
  #made: string | undefined;

  constructor(given: string | undefined) {
    this.#given = given;
  }

  path(): string {
    if (this.#made) return this.#made;
    if (this.#given) mkdirSync(this.#given, { recursive: true });
    this.#made = this.#given ?? mkdtempSync(join(tmpdir(), "local-cloud-"));
    return this.#made;
  }

  remove(): void {
    if (this.#made && !this.#given) rmSync(this.#made, { recursive: true, force: true });
  }
}

import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { PropertyMap } from "../property-values/values.ts";
import { StackError } from "./errors.ts";
import { SecretsManager } from "./secrets-manager.ts";
import type { StackState } from "./state.ts";

const format = 1;

/** The file with a stack's state, secrets encrypted. It is replaced as a whole, so a kill leaves the old or the new state. */
export class StateFile {
  readonly #file: string | undefined;
  readonly #secrets: SecretsManager;
  readonly #encryptedTexts = new WeakMap<object, string>();
  #folder: Promise<unknown> | undefined;
  #writing: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** Without a file nothing is saved. */
  constructor(file: string | undefined) {
    this.#file = file;
    this.#secrets = new SecretsManager(`${file}.key`);
  }

  /** @throws StackError if the file is not a state file, or is another stack's. */
  read(project: string, stack: string): StackState {
    const empty = { project, stack, serial: 0, outputs: {}, resources: [], pending: [] };
    if (!this.#file || !existsSync(this.#file)) return empty;
    const state = this.#parse(readFileSync(this.#file, "utf8"));
    if (state.project !== project || state.stack !== stack) {
      throw new StackError(
        `${this.#file} is the state of stack ${state.stack} of ${state.project}, not of ${stack} of ${project}. Move it away, or use another file.`,
      );
    }
    return state;
  }

  #parse(text: string): StackState {
    let content: Record<string, unknown>;
    try {
      content = JSON.parse(text) as Record<string, unknown>;
    } catch (error) {
      throw new StackError(
        `${this.#file} is not a state file: ${(error as Error).message}. Move it away to start from scratch.`,
      );
    }
    if (content.format !== format || !Array.isArray(content.resources)) {
      throw new StackError(
        `${this.#file} is not a state file, or of another version. Move it away to start from scratch.`,
      );
    }
    const { format: _, ...state } = this.#secrets.decrypt(content as PropertyMap) as PropertyMap;
    return state as unknown as StackState;
  }

  /** Resolves once the file has the state as it was at this call or later. Calls during a write share the next one. */
  save(state: StackState): Promise<void> {
    if (!this.#file) return Promise.resolve();
    if (!this.#writing) return this.#begin(state);
    this.#next ??= this.#writing.then(() => {
      this.#next = undefined;
      return this.#begin(state);
    });
    return this.#next;
  }

  #begin(state: StackState): Promise<void> {
    const done = this.#write(state).finally(() => {
      if (this.#writing === done) this.#writing = undefined;
    });
    this.#writing = done;
    return done;
  }

  /** A resource's state is never changed, only replaced, so its text is cached. */
  #text({ resources, ...rest }: StackState): string {
    const texts = resources.map((resource) => {
      let text = this.#encryptedTexts.get(resource);
      if (text === undefined) this.#encryptedTexts.set(resource, (text = this.#encrypted(resource)));
      return text;
    });
    return `${this.#encrypted({ format, ...rest }).slice(0, -1)},"resources":[\n${texts.join(",\n")}\n]}\n`;
  }

  #encrypted(part: object): string {
    return JSON.stringify(this.#secrets.encrypt(part as PropertyMap));
  }

  async #write(state: StackState): Promise<void> {
    const file = this.#file!;
    const content = this.#text(state);
    this.#folder ??= mkdir(dirname(file), { recursive: true });
    await this.#folder;
    await writeFile(`${file}.new`, content, { mode: 0o600 });
    await rename(`${file}.new`, file);
  }
}

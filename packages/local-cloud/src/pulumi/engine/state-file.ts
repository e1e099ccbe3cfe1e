import { existsSync, readFileSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { PropertyMap } from "../wire/values.ts";
import { StackError } from "./errors.ts";
import { SecretBox } from "./secret-box.ts";
import type { StackState } from "./state.ts";

const format = 1;

/** Where a stack's state is kept, secrets encrypted. Written aside and renamed, so that a kill leaves the old or the new one. */
export class StateFile {
  readonly #file: string | undefined;
  readonly #box: SecretBox;
  readonly #texts = new WeakMap<object, string>();
  #folder: Promise<unknown> | undefined;
  #writing: Promise<void> | undefined;
  #next: Promise<void> | undefined;

  /** Without a file nothing is kept. */
  constructor(file: string | undefined) {
    this.#file = file;
    this.#box = new SecretBox(`${file}.key`);
  }

  /** @throws StackError if the file is not one of these. */
  read(project: string, stack: string): StackState {
    const empty = { project, stack, serial: 0, outputs: {}, resources: [], pending: [] };
    if (!this.#file || !existsSync(this.#file)) return empty;
    const state = this.#parse(readFileSync(this.#file, "utf8"));
    if (state.project !== project || state.stack !== stack) {
      throw new StackError(
        `${this.#file} is the state of stack ${state.stack} of ${state.project}, not of ${stack} of ${project}. Move it away, or name another file.`,
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
        `${this.#file} is no stack's state: ${(error as Error).message}. Move it away to begin anew.`,
      );
    }
    if (content.format !== format || !Array.isArray(content.resources)) {
      throw new StackError(`${this.#file} is no stack's state, or another version's. Move it away to begin anew.`);
    }
    const { format: _, ...state } = this.#box.open(content as PropertyMap) as PropertyMap;
    return state as unknown as StackState;
  }

  /** Resolves once the state, as it is at some moment after this call, is in the file. Calls meanwhile share one write. */
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

  /** A resource's state is never changed, only replaced: its text is made once. */
  #text({ resources, ...rest }: StackState): string {
    const texts = resources.map((resource) => {
      let text = this.#texts.get(resource);
      if (text === undefined) this.#texts.set(resource, (text = this.#closed(resource)));
      return text;
    });
    return `${this.#closed({ format, ...rest }).slice(0, -1)},"resources":[\n${texts.join(",\n")}\n]}\n`;
  }

  #closed(part: object): string {
    return JSON.stringify(this.#box.close(part as PropertyMap));
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

import { createHash } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { PropertyMap } from "../property-values/values.ts";
import { StateFileError } from "./errors.ts";
import { withAbsolutePaths, withRelativePaths } from "./portable-paths.ts";
import { SecretsManager } from "./secrets-manager.ts";
import type { StackState } from "./state.ts";

/** Increases when the file changes shape. Version 2: paths are relative to the file, and the last line has a checksum. */
const format = 2;

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

  /** The stack's state, empty without a file. @throws StateFileError if the file is damaged or another stack's. */
  read(project: string, stack: string): StackState {
    const empty = { project, stack, serial: 0, outputs: {}, resources: [], pending: [] };
    if (!this.#file || !existsSync(this.#file)) return empty;
    if (statSync(this.#file).isDirectory()) throw new StateFileError(`${this.#file} is damaged: it is a folder.`);
    const state = this.#parse(readFileSync(this.#file, "utf8"));
    if (state.project !== project || state.stack !== stack) {
      throw new StateFileError(
        `${this.#file} is the state of stack ${state.stack} of ${state.project}, not of ${stack} of ${project}.`,
      );
    }
    return state;
  }

  #parse(text: string): StackState {
    const { format: found, checksum, ...content } = this.#readJson(text);
    if (found !== format) {
      throw new StateFileError(
        `${this.#file} has the format version ${JSON.stringify(found)}, and this program needs version ${format}.`,
      );
    }
    if (checksum !== checksumOf(text.slice(0, text.lastIndexOf(checksumStart)))) {
      throw new StateFileError(`${this.#file} is damaged: its content is not what was written.`);
    }
    const portable = this.#secrets.decrypt(content as PropertyMap);
    return withAbsolutePaths(portable, dirname(this.#file!)) as unknown as StackState;
  }

  #readJson(text: string): Record<string, unknown> {
    try {
      const content: unknown = JSON.parse(text);
      if (typeof content === "object" && content !== null) return content as Record<string, unknown>;
    } catch {}
    throw new StateFileError(
      `${this.#file} is damaged: it ${text.trim() === "" ? "is empty" : "is not a state file"}.`,
    );
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
    const text = `${this.#encrypted({ format, ...rest }).slice(0, -1)},"resources":[\n${texts.join(",\n")}\n]`;
    return `${text}${checksumStart}${checksumOf(text)}"}\n`;
  }

  #encrypted(part: object): string {
    return JSON.stringify(withRelativePaths(this.#secrets.encrypt(part as PropertyMap), dirname(this.#file!)));
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

const checksumStart = ',\n"checksum":"';

function checksumOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

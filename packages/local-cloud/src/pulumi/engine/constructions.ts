import type { SourceLine } from "./source-line.ts";
import { currentSourceLine } from "./stack-traces.ts";

/** How a program made a resource. */
export interface Construction {
  /** As how manieth: registrations arrive as their inputs become known, and so in no lasting order. */
  order: number;
  source?: SourceLine;
}

/** Keeps, for each resource that a program constructs, when and where it did. */
export class Constructions {
  readonly #byResource = new Map<string, Construction[]>();
  #count = 0;

  /** To be called from within the constructor. */
  note(type: string, name: string): void {
    const source = currentSourceLine();
    const key = `${type} ${name}`;
    const noted = this.#byResource.get(key) ?? [];
    noted.push({ order: this.#count++, ...(source && { source }) });
    this.#byResource.set(key, noted);
  }

  /** The next of that type and name; the name may be used once below each parent. */
  take(type: string, name: string): Construction | undefined {
    const noted = this.#byResource.get(`${type} ${name}`);
    return noted && noted.length > 1 ? noted.shift() : noted?.[0];
  }
}

import type { SourceLine } from "./source-line.ts";
import { currentSourceLine } from "./stack-traces.ts";

/** Where a program constructs a resource. */
export interface Construction {
  /** Its ordinal. Registrations arrive as their inputs become known, in an order that differs between runs. */
  order: number;
  source?: SourceLine;
}

/** Records where and in which order a program constructs its resources. */
export class Constructions {
  readonly #byResource = new Map<string, Construction[]>();
  #count = 0;

  /** Call it from within the constructor. */
  add(type: string, name: string): void {
    const source = currentSourceLine();
    const key = `${type} ${name}`;
    const added = this.#byResource.get(key) ?? [];
    added.push({ order: this.#count++, ...(source && { source }) });
    this.#byResource.set(key, added);
  }

  /** The next of this type and name. A name may be used once below each parent. */
  take(type: string, name: string): Construction | undefined {
    const added = this.#byResource.get(`${type} ${name}`);
    return added && added.length > 1 ? added.shift() : added?.[0];
  }
}

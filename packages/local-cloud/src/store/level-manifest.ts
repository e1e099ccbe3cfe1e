import { readRecords } from "./level-log.ts";

/** The tags of a version edit (db/version_edit.cc in LevelDB's repository). */
const tags = {
  comparator: 1,
  logNumber: 2,
  nextFileNumber: 3,
  lastSequence: 4,
  compactPointer: 5,
  deletedFile: 6,
  newFile: 7,
  previousLogNumber: 9,
};

interface Table {
  number: number;
  /** In bytes. */
  size: number;
}

/** The tables that a manifest says exist; undefined for a manifest of an unknown form. */
export function tablesIn(manifest: Uint8Array): Table[] | undefined {
  const tables = new Map<number, Table>();
  for (const record of readRecords(manifest).records) {
    const edit = new Edit(record);
    while (!edit.atEnd) if (!apply(edit, tables)) return undefined;
  }
  return [...tables.values()];
}

/** Reads one field. @returns false for an unknown one */
function apply(edit: Edit, tables: Map<number, Table>): boolean {
  switch (edit.number()) {
    case tags.comparator:
      edit.skipBytes();
      return true;
    case tags.logNumber:
    case tags.nextFileNumber:
    case tags.lastSequence:
    case tags.previousLogNumber:
      edit.number();
      return true;
    case tags.compactPointer:
      edit.number();
      edit.skipBytes();
      return true;
    case tags.deletedFile:
      edit.number();
      tables.delete(edit.number());
      return true;
    case tags.newFile: {
      edit.number();
      const [number, size] = [edit.number(), edit.number()];
      edit.skipBytes();
      edit.skipBytes();
      tables.set(number, { number, size });
      return true;
    }
    default:
      return false;
  }
}

/** A version edit, read from its beginning. */
class Edit {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get atEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  /** Seven bits a byte, the lowest first. */
  number(): number {
    let value = 0;
    for (let factor = 1; !this.atEnd; factor *= 128) {
      const byte = this.#bytes[this.#at++]!;
      value += (byte & 127) * factor;
      if (byte < 128) break;
    }
    return value;
  }

  skipBytes(): void {
    const length = this.number();
    this.#at += length;
  }
}

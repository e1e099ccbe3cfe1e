import { crc32, inflateRawSync } from "node:zlib";

/** A file or folder in a zip archive. */
export interface ZipEntry {
  /** As the archive has it; a folder's ends with a slash. */
  name: string;
  /** Bytes of the content, as the archive claims. */
  size: number;
  isSymbolicLink: boolean;
  /** @throws ZipError unless the content has the claimed size and checksum */
  read(): Buffer;
}

/** The archive is damaged, or of a kind that this reader does not know. */
export class ZipError extends Error {
  override readonly name = "ZipError";
}

/** Signatures and lengths of the format's records (".ZIP File Format Specification"). */
const endRecord = { signature: 0x06054b50, length: 22 };
const end64Locator = { signature: 0x07064b50, length: 20 };
const end64Record = { signature: 0x06064b50, length: 56 };
const centralHeader = { signature: 0x02014b50, length: 46 };
const localHeader = { signature: 0x04034b50, length: 30 };

const maxCommentLength = 0xffff;
const in64 = 0xffff_ffff;
const unix = 3;
const fileTypeMask = 0xf000;
const symbolicLink = 0xa000;

/** The entries of an archive's central directory. Contents are unpacked by `read` only. @throws ZipError */
export function zipEntries(archive: Buffer): ZipEntry[] {
  const { count, offset } = directoryOf(archive);
  const entries: ZipEntry[] = [];
  let at = offset;
  for (let index = 0; index < count; index++) {
    const header = record(archive, at, centralHeader);
    const nameLength = header.readUInt16LE(28);
    const extraLength = header.readUInt16LE(30);
    const rest = slice(archive, at + centralHeader.length, nameLength + extraLength);
    entries.push(entryOf(archive, header, rest.subarray(0, nameLength), rest.subarray(nameLength)));
    at += centralHeader.length + nameLength + extraLength + header.readUInt16LE(32);
  }
  return entries;
}

function directoryOf(archive: Buffer): { count: number; offset: number } {
  const last = archive.length - endRecord.length;
  for (let at = last; at >= Math.max(0, last - maxCommentLength); at--) {
    if (archive.readUInt32LE(at) !== endRecord.signature) continue;
    const end = record(archive, at, endRecord);
    const offset = end.readUInt32LE(16);
    if (offset !== in64 && end.readUInt16LE(10) !== 0xffff) return { count: end.readUInt16LE(10), offset };
    const locator = record(archive, at - end64Locator.length, end64Locator);
    const end64 = record(archive, Number(locator.readBigUInt64LE(8)), end64Record);
    return { count: Number(end64.readBigUInt64LE(32)), offset: Number(end64.readBigUInt64LE(48)) };
  }
  throw new ZipError("it has no central directory");
}

function entryOf(archive: Buffer, header: Buffer, name: Buffer, extra: Buffer): ZipEntry {
  const flags = header.readUInt16LE(8);
  const [size, packedSize, offset] = sizesOf(header, extra);
  const isEncrypted = (flags & 1) !== 0;
  const isUtf8 = (flags & 0x800) !== 0;
  const type = (header.readUInt32LE(38) >>> 16) & fileTypeMask;
  return {
    name: name.toString(isUtf8 ? "utf8" : "latin1"),
    size,
    isSymbolicLink: header.readUInt8(5) === unix && type === symbolicLink,
    read: () => {
      if (isEncrypted) throw new ZipError("it is encrypted");
      const local = record(archive, offset, localHeader);
      const start = offset + localHeader.length + local.readUInt16LE(26) + local.readUInt16LE(28);
      const content = unpack(slice(archive, start, packedSize), header.readUInt16LE(10), size);
      if (content.length !== size || crc32(content) !== header.readUInt32LE(16)) throw new ZipError("it is damaged");
      return content;
    },
  };
}

/** Size, packed size and offset. Those that do not fit into 32 bits are in an extra field, in this order. */
function sizesOf(header: Buffer, extra: Buffer): [number, number, number] {
  const sizes = [header.readUInt32LE(24), header.readUInt32LE(20), header.readUInt32LE(42)] as [number, number, number];
  if (!sizes.includes(in64)) return sizes;
  const long = zip64Field(extra);
  let at = 0;
  return sizes.map((size) => {
    if (size !== in64) return size;
    at += 8;
    return Number(slice(long, at - 8, 8).readBigUInt64LE());
  }) as [number, number, number];
}

function zip64Field(extra: Buffer): Buffer {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) === 1) return slice(extra, at + 4, extra.readUInt16LE(at + 2));
  }
  throw new ZipError("it is damaged");
}

function unpack(packed: Buffer, method: number, size: number): Buffer {
  if (method === 0) return packed;
  if (method !== 8) throw new ZipError(`its compression method ${method} is not supported`);
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(size, 1) });
  } catch {
    throw new ZipError("it is damaged");
  }
}

function record(archive: Buffer, at: number, { signature, length }: { signature: number; length: number }): Buffer {
  const found = slice(archive, at, length);
  if (found.readUInt32LE() !== signature) throw new ZipError("it is damaged");
  return found;
}

function slice(bytes: Buffer, at: number, length: number): Buffer {
  if (at < 0 || at + length > bytes.length) throw new ZipError("it is cut off");
  return bytes.subarray(at, at + length);
}

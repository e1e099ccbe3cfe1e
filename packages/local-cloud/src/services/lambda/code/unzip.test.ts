import fc from "fast-check";
import { strToU8, zipSync } from "fflate";
import { expect, test } from "vitest";
import { AwsError } from "../../../core/aws-error.ts";
import { unzip } from "./unzip.ts";

const zipOf = (files: Parameters<typeof zipSync>[0]) => Buffer.from(zipSync(files));
const content = strToU8("export const handler = () => 1;");
const pathsIn = (archive: Buffer) => unzip(archive).map(({ path }) => path);
const refused = expect.objectContaining({
  code: "InvalidParameterValueException",
  message: "Could not unzip uploaded file. Please check your file, then try to upload again.",
});

test("unpacks files, packed and stored, with empty and Unicode ones", () => {
  const files = {
    "index.mjs": content,
    "lib/ä.js": [strToU8("x".repeat(10_000)), { level: 9 }],
    "stored.js": [strToU8("as it is"), { level: 0 }],
    "empty.js": strToU8(""),
    "folder/": strToU8(""),
  } as Parameters<typeof zipSync>[0];

  const unzipped = Object.fromEntries(
    unzip(zipOf(files)).map((file) => [file.path, Buffer.from(file.content).toString()]),
  );

  expect(unzipped).toEqual({
    "index.mjs": Buffer.from(content).toString(),
    "lib/ä.js": "x".repeat(10_000),
    "stored.js": "as it is",
    "empty.js": "",
  });
});

test("unpacks an archive with a comment", () => {
  expect(pathsIn(Buffer.from(zipSync({ "index.mjs": content }, { comment: "built by hand" } as object)))).toEqual([
    "index.mjs",
  ]);
});

test("leaves out '.' in paths, as unzip does", () => {
  expect(pathsIn(zipOf({ "./index.mjs": content, "./": strToU8(""), "lib/.//./a.js": content }))).toEqual([
    "index.mjs",
    "lib/a.js",
  ]);
});

test.each([
  ["a NUL in a name", { "index\0.mjs": content }],
  ["a path upwards", { "../index.mjs": content }],
  ["a path upwards from within", { "lib/../../index.mjs": content }],
  ["an absolute path", { "/index.mjs": content }],
  ["a drive", { "C:/index.mjs": content }],
  ["backslashes", { "lib\\index.mjs": content }],
  ["a name of 300 characters", { [`${"n".repeat(300)}.mjs`]: content }],
  ["a path of 5,000 characters", { [`${"n/".repeat(2500)}index.mjs`]: content }],
  ["a file and a folder of one name", { lib: content, "lib/a.js": content }],
  ["a file and an empty folder of one name", { "lib/": content, lib: content }],
])("refuses %s", (_, files) => {
  expect(() => unzip(zipOf({ "ok.mjs": content, ...files }))).toThrow(refused);
});

test("refuses a symbolic link by name", () => {
  const link = [strToU8("/etc/passwd"), { os: 3, attrs: 0o120777 << 16 }] as [Uint8Array, object];

  expect(() => unzip(zipOf({ "index.mjs": content, link }))).toThrow(
    "The local cloud's Lambda does not support symbolic links in a zip file ('link').",
  );
});

const offsets = { central: { crc: 16, packedSize: 20, size: 24 } };

/** The archive with a number in its first central header changed. */
function withCentral(archive: Buffer, member: keyof typeof offsets.central, value: number): Buffer {
  const changed = Buffer.from(archive);
  changed.writeUInt32LE(value, changed.indexOf("PK\x01\x02") + offsets.central[member]);
  return changed;
}

const bomb = zipOf({ "bomb.bin": [new Uint8Array(20_000_000), { level: 9 }] });

test("refuses more than 250 MB unzipped, without unpacking it", () => {
  expect(() => unzip(withCentral(bomb, "size", 262_144_001))).toThrow(
    "Unzipped size must be smaller than 262144000 bytes",
  );
});

test.each([
  ["a content that is larger than the archive says", withCentral(bomb, "size", 10)],
  ["a content that is smaller than the archive says", withCentral(bomb, "size", 20_000_001)],
  ["another checksum", withCentral(bomb, "crc", 1)],
  ["a packed size beyond the end", withCentral(bomb, "packedSize", 0xfffffff0)],
  ["an archive that is cut off", bomb.subarray(0, bomb.length - 1)],
  ["an archive without its beginning", bomb.subarray(100)],
  ["something else", Buffer.from("PK\x05\x06 and then nothing that anyone could use")],
])("refuses %s", (_, archive) => {
  expect(() => unzip(archive)).toThrow(refused);
});

test("refuses an archive without files", () => {
  expect(() => unzip(zipOf({}))).toThrow("Uploaded file must be a non-empty zip");
  expect(() => unzip(zipOf({ "folder/": strToU8("") }))).toThrow("Uploaded file must be a non-empty zip");
});

test("unpacks any damaged archive correctly or refuses it", () => {
  const archive = zipOf({ "index.mjs": content, "lib/a.js": [strToU8("a".repeat(500)), { level: 9 }] });
  const changes = fc.array(fc.tuple(fc.nat(archive.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 });

  fc.assert(
    fc.property(changes, (bytes) => {
      const damaged = Buffer.from(archive);
      for (const [at, byte] of bytes) damaged[at] = byte;
      try {
        unzip(damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(AwsError);
        expect(error).toMatchObject({ code: "InvalidParameterValueException" });
      }
    }),
    { numRuns: 2000 },
  );
});

import { AwsError } from "../../../core/aws-error.ts";
import { invalidParameter, notEmulated } from "../errors.ts";
import type { CodeFile } from "./code-store.ts";
import { type ZipEntry, ZipError, zipEntries } from "./zip-entries.ts";

/** Bytes of a directly uploaded deployment package, zipped and unzipped ("Lambda quotas"). */
const largestZip = 50 * 1024 * 1024;
const largestContent = 262_144_000;
/** Linux's own limits, in bytes; Lambda unpacks below /var/task. */
const longestName = 255;
const longestPath = 4000;

/**
 * The files in a zip archive.
 *
 * @throws AwsError InvalidParameterValueException if it is not a zip archive, if it cannot be unpacked to a folder, or is too
 * large once unzipped; RequestEntityTooLargeException if the archive itself is too large.
 */
export function unzip(archive: Buffer): CodeFile[] {
  if (archive.length > largestZip) {
    throw new AwsError(
      "RequestEntityTooLargeException",
      "Request must be smaller than 69905067 bytes for the CreateFunction operation",
      413,
    );
  }
  try {
    const files = filesIn(zipEntries(archive));
    if (files.size === 0) throw invalidParameter("Uploaded file must be a non-empty zip");
    return [...files].map(([path, entry]) => ({ path, content: entry.read() }));
  } catch (error) {
    if (error instanceof ZipError) throw unzipFailed();
    throw error;
  }
}

/** The files by their path below the function's folder. The last of two files with the same path counts, as for `unzip`. */
function filesIn(entries: readonly ZipEntry[]): Map<string, ZipEntry> {
  const files = new Map<string, ZipEntry>();
  const folders = new Set<string>();
  let size = 0;
  for (const entry of entries) {
    if (entry.isSymbolicLink) throw notEmulated(`symbolic links in a zip file ('${entry.name}')`);
    size += entry.size;
    if (size > largestContent) throw invalidParameter(`Unzipped size must be smaller than ${largestContent} bytes`);
    const names = namesIn(entry.name);
    const isFolder = names.length === 0 || entry.name.endsWith("/");
    for (let depth = 1; depth < names.length + (isFolder ? 1 : 0); depth++)
      folders.add(names.slice(0, depth).join("/"));
    if (!isFolder) files.set(names.join("/"), entry);
  }
  for (const path of files.keys()) if (folders.has(path)) throw unzipFailed();
  return files;
}

/** The names on the way to an entry. @throws AwsError if it would be outside the folder, or if no system has such a file */
function namesIn(path: string): string[] {
  const isAbsolute = path.startsWith("/") || /^[a-z]:/i.test(path);
  if (isAbsolute || /[\0\\]/.test(path) || Buffer.byteLength(path) > longestPath) throw unzipFailed();
  const names = path.split("/").filter((name) => name !== "" && name !== ".");
  if (names.some((name) => name === ".." || Buffer.byteLength(name) > longestName)) throw unzipFailed();
  return names;
}

export function unzipFailed(): AwsError {
  return invalidParameter("Could not unzip uploaded file. Please check your file, then try to upload again.");
}

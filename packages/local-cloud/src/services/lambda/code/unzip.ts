import { unzipSync } from "fflate";
import { AwsError } from "../../../core/aws-error.ts";
import { invalidParameter } from "../errors.ts";
import type { CodeFile } from "./code-store.ts";

/** Bytes of a directly uploaded deployment package, zipped and unzipped ("Lambda quotas"). */
const largestZip = 50 * 1024 * 1024;
const largestContent = 262_144_000;

/**
 * The files in a zip archive.
 *
 * @throws AwsError InvalidParameterValueException if it is not a zip archive, or too large once unzipped;
 * RequestEntityTooLargeException if the archive itself is too large.
 */
export function unzip(archive: Buffer): CodeFile[] {
  if (archive.length > largestZip) {
    throw new AwsError(
      "RequestEntityTooLargeException",
      "Request must be smaller than 69905067 bytes for the CreateFunction operation",
      413,
    );
  }
  let size = 0;
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(archive, {
      filter: ({ originalSize }) => {
        size += originalSize;
        if (size > largestContent) throw new RangeError("too large");
        return true;
      },
    });
  } catch (error) {
    if (error instanceof RangeError && size > largestContent) {
      throw invalidParameter(`Unzipped size must be smaller than ${largestContent} bytes`);
    }
    throw invalidParameter("Could not unzip uploaded file. Please check your file, then try to upload again.");
  }
  const files = Object.entries(entries).map(([path, content]) => ({ path, content }));
  const inside = files.filter(({ path }) => !path.endsWith("/"));
  if (inside.some(({ path }) => leavesFolder(path))) {
    throw invalidParameter("Could not unzip uploaded file. Please check your file, then try to upload again.");
  }
  if (inside.length === 0) throw invalidParameter("Uploaded file must be a non-empty zip");
  return inside;
}

/** Whether a path would be written outside the target folder. */
function leavesFolder(path: string): boolean {
  return path.startsWith("/") || path.includes("\\") || /^[a-z]:/i.test(path) || path.split("/").includes("..");
}

import { Failure } from "./failure.ts";

/** The folder .workshop cannot be used: it is a file, a link to nowhere, or another user's. */
export function unusableFolder(error: unknown): Failure {
  return new Failure(
    `Nothing was changed: the folder .workshop cannot be written (${(error as Error).message}).`,
    "The workshop keeps your saved work and the local cloud's data in it. Make it a folder that you can write to, then run the same command again.",
  );
}

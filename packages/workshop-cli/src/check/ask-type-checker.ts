import type { Workspace } from "../working-copy/workspace.ts";
import { askDaemon } from "./daemon.ts";
import type { TypeFault } from "./type-checker.ts";

/** Asks the type-checker daemon: the first request takes some seconds, later ones less than one. */
export function findTypeFaults({ root }: Workspace, paths: readonly string[]): Promise<TypeFault[]> {
  return askDaemon({ name: "types", script: "type-checker-process.mjs" }, root, { root, paths });
}

import { join } from "node:path";

/** The two folders that the learner's commands use. */
export interface Workspace {
  /** The repository's root. */
  root: string;
  /** The ignored folder for progress and saves. */
  dataFolder: string;
}

export function workspaceAt(root: string): Workspace {
  return { root, dataFolder: join(root, ".workshop") };
}

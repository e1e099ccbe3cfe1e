import { join } from "node:path";

/** The two folders that the learner's commands use. */
export interface Workspace {
  /** The repository's root. */
  root: string;
  /** The ignored folder for progress and saves. */
  kept: string;
}

export function workspaceAt(root: string): Workspace {
  return { root, kept: join(root, ".workshop") };
}

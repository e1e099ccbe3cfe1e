import { updateProgress } from "../progress/progress.ts";
import { root } from "../root.ts";
import { note } from "../terminal/output.ts";
import { finishInterruptedChange } from "../working-copy/change-tree.ts";
import { collectSources, type Originals, readOriginals } from "../working-copy/originals.ts";
import { type Workspace, workspaceAt } from "../working-copy/workspace.ts";
import { Catalogue } from "./catalogue.ts";

/** All that the learner's commands need to know of the repository they run in. */
export interface Workshop {
  workspace: Workspace;
  originals: Originals;
  catalogue: Catalogue;
  /** The learner's files as they stand, by path. */
  tree: ReadonlyMap<string, string>;
}

/** Reads the repository, after finishing what an interrupted command left half done. */
export function openWorkshop(workspace = workspaceAt(root)): Workshop {
  const finished = finishInterruptedChange(workspace);
  if (finished) {
    if (finished.step !== undefined) updateProgress(workspace, (progress) => ({ ...progress, step: finished.step }));
    note(`Finished "${finished.reason}", which was interrupted half-way.`);
  }
  const originals = readOriginals(workspace.root);
  return { workspace, originals, catalogue: new Catalogue(originals), tree: collectSources(workspace.root) };
}

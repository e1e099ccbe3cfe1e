import { updateProgress } from "../progress/progress.ts";
import { root } from "../root.ts";
import { note } from "../terminal/output.ts";
import { finishInterruptedChange } from "../working-copy/change-working-copy.ts";
import { collectSources, type Originals, readOriginals } from "../working-copy/originals.ts";
import { type Workspace, workspaceAt } from "../working-copy/workspace.ts";
import { Catalogue } from "./catalogue.ts";

/** What the learner's commands need to know about the repository. */
export interface Workshop {
  workspace: Workspace;
  originals: Originals;
  catalogue: Catalogue;
  /** The learner's current files, by path. */
  workingCopy: ReadonlyMap<string, string>;
}

/** Reads the repository, after finishing a change that was interrupted. */
export function openWorkshop(workspace = workspaceAt(root)): Workshop {
  const finished = finishInterruptedChange(workspace);
  if (finished) {
    if (finished.step !== undefined) updateProgress(workspace, (progress) => ({ ...progress, step: finished.step }));
    note(`Finished "${finished.reason}", which had been interrupted.`);
  }
  const originals = readOriginals(workspace.root);
  return { workspace, originals, catalogue: new Catalogue(originals), workingCopy: collectSources(workspace.root) };
}

import { root } from "../root.ts";
import { workspaceAt } from "../working-copy/workspace.ts";
import { readProgress } from "./progress.ts";

/** The step that the learner has begun, if any. */
export function currentStep(): number | undefined {
  return readProgress(workspaceAt(root)).step;
}

import { spawn } from "node:child_process";
import { join } from "node:path";
import { Catalogue } from "../exercises/catalogue.ts";
import { readStepNotes } from "../exercises/notes.ts";
import { root } from "../root.ts";
import { readOriginals } from "../working-copy/originals.ts";
import { workspaceAt } from "../working-copy/workspace.ts";
import { findTypeFaults } from "./ask-type-checker.ts";
import { runTests } from "./run-step-tests.ts";
import { testFiles } from "./test-files.ts";

export { useTypeScriptLoader } from "../compiled/typescript-loader.ts";

/** Makes the first check of this step fast: the daemons load what it needs while the learner reads the chapter. */
export function warmUpSoon(step: number): void {
  const program = join(root, "packages/workshop-cli/src/check/warm-up-process.mjs");
  spawn(process.execPath, [program, String(step)], { cwd: root, detached: true, stdio: "ignore" }).unref();
}

/** Checks the step as `check` does, and discards the result. */
export async function warmUp(step: number): Promise<void> {
  const paths = new Catalogue(readOriginals(root)).filesOfStep(step).map(({ path }) => path);
  const files = testFiles(Object.values(await readStepNotes(step)));
  const workspace = workspaceAt(root);
  await Promise.allSettled([findTypeFaults(workspace, paths), runTests(workspace, { files })]);
}

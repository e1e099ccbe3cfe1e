import { existsSync } from "node:fs";
import { join } from "node:path";
import { folderOfStep } from "../exercises/step-names.ts";
import type { Workspace } from "../working-copy/workspace.ts";
import { runTests } from "./run-step-tests.ts";
import type { TestFinding } from "./test-report.ts";

/** Such a test deploys the step to a local cloud, and books. */
const title = /the deployed step/;

/**
 * Deploys a step whose exercises all pass, if none of their own tests does: they may have looked at its program only.
 *
 * @returns what failed
 */
export async function proveDeployed(
  workspace: Workspace,
  { step, alreadyRun, signal }: { step: number; alreadyRun: readonly string[]; signal?: AbortSignal | undefined },
): Promise<TestFinding[]> {
  const file = `${folderOfStep(step)}/flow.test.ts`;
  if (alreadyRun.includes(file) || !existsSync(join(workspace.root, file))) return [];
  const { tests } = await runTests(workspace, { files: [file], titles: title, signal });
  return tests.filter(({ state }) => state === "failed");
}

import type { Fault } from "../../steps/exercise.ts";
import { protections } from "../../test/invariants/protections.ts";
import { runTests } from "../check/run-step-tests.ts";
import type { Workspace } from "../tree/workspace.ts";

/** One protection of step 9 taken away, and what the invariants said of it. */
export interface ProtectionProof {
  mistake: string;
  /** The promise that breaks then, in words; undefined if nobody noticed. */
  broken: string | undefined;
  seconds: number;
}

const atOnce = 2;

/** Takes away each protection of step 9 alone. Tells of each as it ends. */
export async function proveProtections(
  workspace: Workspace,
  tell: (proof: ProtectionProof) => void,
): Promise<ProtectionProof[]> {
  const proofs: ProtectionProof[] = [];
  let next = 0;
  const worker = async () => {
    while (next < protections.length) {
      const index = next++;
      const proof = await withoutProtection(workspace, protections[index]!);
      proofs[index] = proof;
      tell(proof);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
  return proofs;
}

async function withoutProtection(workspace: Workspace, fault: Fault): Promise<ProtectionProof> {
  const startedAt = performance.now();
  const files = ["test/invariants/exhaustive.test.ts"];
  const { tests, fileErrors } = await runTests(workspace, { files, titles: /^step 9 /, fault, bail: 1 });
  if (fileErrors.length > 0) throw new Error(`Without protection "${fault.mistake}": ${fileErrors[0]!.error.message}`);
  const [failed] = tests.filter(({ state }) => state === "failed").flatMap(({ errors }) => errors);
  const seconds = (performance.now() - startedAt) / 1000;
  return { mistake: fault.mistake, broken: failed?.message.split("\n")[0], seconds };
}

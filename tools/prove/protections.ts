import { runTests, withFault } from "@event-choreography/workshop-cli/check";
import type { Workshop } from "@event-choreography/workshop-cli/exercises";
import type { Fault } from "../../steps/exercise.ts";
import { protections } from "./protection-faults.ts";
import { shareOut, twoAtOnce } from "./share-out.ts";

/** One protection of step 9 taken away, and what the invariants said of it. */
export interface ProtectionProof {
  mistake: string;
  /** The promise that breaks then, in words; undefined if nobody noticed. */
  broken: string | undefined;
  seconds: number;
}

/** Takes away each protection of step 9 alone. Tells of each as it ends. */
export function proveProtections(
  workshop: Workshop,
  tell: (proof: ProtectionProof) => void,
): Promise<ProtectionProof[]> {
  return shareOut(twoAtOnce, protections, async (fault) => {
    const proof = await withoutProtection(workshop, fault);
    tell(proof);
    return proof;
  });
}

async function withoutProtection({ workspace, originals }: Workshop, fault: Fault): Promise<ProtectionProof> {
  const startedAt = performance.now();
  const files = ["test/invariants/exhaustive.test.ts"];
  const texts = withFault(originals, fault);
  const { tests, fileErrors } = await runTests(workspace, { files, titles: /^step 9 /, texts, bail: 1 });
  if (fileErrors.length > 0) throw new Error(`Without protection "${fault.mistake}": ${fileErrors[0]!.error.message}`);
  const [failed] = tests.filter(({ state }) => state === "failed").flatMap(({ errors }) => errors);
  const seconds = (performance.now() - startedAt) / 1000;
  return { mistake: fault.mistake, broken: failed?.message.split("\n")[0], seconds };
}

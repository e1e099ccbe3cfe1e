import { runTests, withFault } from "@event-choreography/workshop-cli/check";
import type { Workshop } from "@event-choreography/workshop-cli/exercises";
import type { Fault } from "../../steps/exercise.ts";
import { mapConcurrently, twoWorkers } from "./map-concurrently.ts";
import { protections } from "./protection-faults.ts";

/** The result of removing one protection of step 9. */
export interface ProtectionProof {
  mistake: string;
  /** The first violation of an invariant; undefined if there was none. */
  violation: string | undefined;
  seconds: number;
}

/** Removes each protection of step 9 in turn. Calls `onProof` after each. */
export function proveProtections(
  workshop: Workshop,
  onProof: (proof: ProtectionProof) => void,
): Promise<ProtectionProof[]> {
  return mapConcurrently(twoWorkers, protections, async (fault) => {
    const proof = await withoutProtection(workshop, fault);
    onProof(proof);
    return proof;
  });
}

async function withoutProtection({ workspace, originals }: Workshop, fault: Fault): Promise<ProtectionProof> {
  const startedAt = performance.now();
  const files = ["test/invariants/exhaustive.test.ts"];
  const texts = withFault(originals, fault);
  const { tests, fileErrors } = await runTests(workspace, { files, titles: /^step 9 /, texts, bail: 1 });
  if (fileErrors.length > 0)
    throw new Error(`Without the protection against "${fault.mistake}": ${fileErrors[0]!.error.message}`);
  const [failed] = tests.filter(({ state }) => state === "failed").flatMap(({ errors }) => errors);
  const seconds = (performance.now() - startedAt) / 1000;
  return { mistake: fault.mistake, violation: failed?.message.split("\n")[0], seconds };
}

import { runTests, withFault } from "@event-choreography/workshop-cli/check";
import type { Workshop } from "@event-choreography/workshop-cli/exercises";
import { mapConcurrently, twoWorkers } from "./map-concurrently.ts";
import { type Protection, protections } from "./protection-faults.ts";

/** The steps whose protections the invariants prove. */
export const protectedSteps: readonly number[] = [...new Set(protections.map(({ step }) => step))];

/** The result of removing one protection. */
export interface ProtectionProof {
  step: number;
  mistake: string;
  /** The first violation of an invariant; undefined if there was none. */
  violation: string | undefined;
  seconds: number;
}

/** Removes each protection of these steps in turn. Calls `onProof` after each. */
export function proveProtections(
  workshop: Workshop,
  steps: readonly number[],
  onProof: (proof: ProtectionProof) => void,
): Promise<ProtectionProof[]> {
  const asked = protections.filter(({ step }) => steps.includes(step));
  return mapConcurrently(twoWorkers, asked, async (protection) => {
    const proof = await withoutProtection(workshop, protection);
    onProof(proof);
    return proof;
  });
}

async function withoutProtection({ workspace, originals }: Workshop, protection: Protection): Promise<ProtectionProof> {
  const { step, mistake } = protection;
  const startedAt = performance.now();
  const files = ["test/invariants/exhaustive"];
  const texts = withFault(originals, protection);
  const { tests, fileErrors } = await runTests(workspace, {
    files,
    titles: new RegExp(`^step ${step} `),
    texts,
    bail: 1,
  });
  if (fileErrors.length > 0)
    throw new Error(`Without the protection against "${mistake}": ${fileErrors[0]!.error.message}`);
  const [failed] = tests.filter(({ state }) => state === "failed").flatMap(({ errors }) => errors);
  const seconds = (performance.now() - startedAt) / 1000;
  return { step, mistake, violation: failed?.message.split("\n")[0], seconds };
}

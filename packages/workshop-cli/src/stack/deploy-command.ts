import { currentStep } from "../progress/current-step.ts";

/**
 * The command that deploys again what belongs in the local cloud: the steps that were deployed, if they are known, or else
 * the steps before the learner's, whose code is complete.
 */
export function deployCommand(deployedStep?: number): string {
  const current = currentStep();
  const step = deployedStep ?? (current === undefined ? 0 : current - 1);
  return step === 0 ? "npx workshop up" : `npx workshop up ${step}`;
}

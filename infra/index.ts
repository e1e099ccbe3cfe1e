import { steps } from "../steps/index.ts";
import { readSettings } from "./components/settings.ts";
import { runSteps } from "./fold.ts";

/** The program that `pulumi up` runs: steps 1 to N in order. It returns the stack's outputs. */
export default async (settings = readSettings(steps.list.length)) => ({
  step: settings.step,
  ...(await runSteps(steps, settings)),
});

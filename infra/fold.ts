import type { Steps } from "../steps/steps.ts";
import { createContext } from "./components/context.ts";
import type { Settings } from "./components/settings.ts";

/**
 * Runs steps 1 to `settings.step`; later ones are not even loaded. What a step changes in earlier
 * steps is known before the first one runs. Returns the `outputs` of all of them.
 */
export async function runSteps(steps: Steps<never>, settings: Settings): Promise<Record<string, unknown>> {
  const modules = await Promise.all(steps.list.slice(0, settings.step).map((step) => step.load()));
  const context = createContext(
    settings,
    modules.map((module) => module.changes ?? {}),
  );

  let made: object = {};
  let outputs: Record<string, unknown> = {};
  for (const module of modules) {
    const added: { outputs?: object } = module.default(made, context);
    made = { ...made, ...added };
    outputs = { ...outputs, ...added.outputs };
  }
  return outputs;
}

import type { Steps } from "../steps/steps.ts";
import { createContext } from "./components/context.ts";
import type { Settings } from "./components/settings.ts";

/**
 * Runs steps 1 to `settings.step` and returns their outputs; later steps are not even loaded. The changes that
 * steps make to others are collected before the first step runs.
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
  for (const module of modules) module.finish?.(made, context);
  return outputs;
}

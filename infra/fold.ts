import { type Changes, type Context, createContext } from "./context.ts";
import type { Settings } from "./settings.ts";

/** A step's infra.ts: one function from what earlier steps made to what this one adds. */
export interface StepModule<Made, Added> {
  default: (made: Made, context: Context) => Added;
  /** What this step changes in what earlier steps made. */
  changes?: Changes;
}

interface Step {
  /** The folder's name, e.g. "03-payment". */
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: `add` has checked that each step's needs are met by the steps before
  readonly load: () => Promise<StepModule<any, object>>;
}

/** The steps in order. `Made` is all that they make together, so that a step can only ask for what is there. */
export class Steps<Made = object> {
  readonly list: readonly Step[];

  constructor(list: readonly Step[] = []) {
    this.list = list;
  }

  add<Added extends object>(name: string, load: () => Promise<StepModule<Made, Added>>): Steps<Made & Added> {
    return new Steps([...this.list, { name, load }]);
  }
}

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

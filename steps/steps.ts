import type { Changes, Context } from "../infra/components/context.ts";

/** A step's infra.ts: a function that takes the resources of earlier steps and returns the new ones. */
export interface StepModule<Made, Added> {
  default: (made: Made, context: Context) => Added;
  /** What this step changes in the resources of other steps. */
  changes?: Changes;
  /** Called after all steps, for what needs to know every function: `context.functions` has those of later steps too. */
  finish?: (made: Made, context: Context) => void;
}

interface Step {
  /** The folder's name, e.g. "03-payment". */
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: `add` has checked that earlier steps provide what each step needs
  readonly load: () => Promise<StepModule<any, object>>;
}

/** The steps in order. `Made` is everything that they return, so that a step can use only what earlier steps made. */
export class Steps<Made = object> {
  readonly list: readonly Step[];

  constructor(list: readonly Step[] = []) {
    this.list = list;
  }

  add<Added extends object>(name: string, load: () => Promise<StepModule<Made, Added>>): Steps<Made & Added> {
    return new Steps([...this.list, { name, load }]);
  }
}

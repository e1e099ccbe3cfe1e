import type { Changes, Context } from "../infra/components/context.ts";

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

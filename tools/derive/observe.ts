import type { Context } from "../../infra/components/context.ts";
import type { Settings } from "../../infra/components/settings.ts";
import { runSteps } from "../../infra/fold.ts";
import { steps } from "../../steps/index.ts";
import { Steps } from "../../steps/steps.ts";

/** The names of each function's events, by the function's logical name, e.g. "payment-charge". */
export interface Observed {
  /** The events that its own step declares. A later step may have something else publish them, such as a pipe. */
  causes: Map<string, readonly string[]>;
  /** The events that it puts on the bus itself. */
  publishes: Map<string, readonly string[]>;
}

/**
 * Steps 1 to `step`, behind a step that adds nothing. That one sees each function's arguments before any other step
 * changes them, and all functions in the end. `observed` is complete when the program has run.
 */
export function observedProgram(step: number, settings: () => Settings) {
  const observed: Observed = { causes: new Map(), publishes: new Map() };
  const observer = {
    changes: {
      functionArgs: (name: string, { publishes = [] }: { publishes?: readonly { name: string }[] }) => {
        observed.causes.set(name, namesOf(publishes));
        return {};
      },
    },
    default: () => ({}),
    finish: (_: object, { functions }: Context) => {
      for (const { name, publishes } of functions) observed.publishes.set(name, namesOf(publishes));
    },
  };
  const all: Steps<never> = new Steps([{ name: "observer", load: async () => observer }, ...steps.list]);
  return { observed, program: () => runSteps(all, { ...settings(), step: step + 1 }) };
}

/** Each name once: an event with two versions has two contracts. */
function namesOf(events: readonly { name: string }[]): string[] {
  return [...new Set(events.map(({ name }) => name))];
}

import type { MockedStack, Statement } from "@event-choreography/local-cloud/pulumi-mocks";
import { functionName } from "../connection/function-name.ts";
import type { IntendedProgram } from "./intended-program.ts";

/** What a step adds that can be checked in the same way for every step. Names are physical. */
export interface Parts {
  routes: Route[];
  functions: { name: string; allowed: Statement[] }[];
}

/** A function that a rule invokes. */
interface Route {
  rule: string;
  pattern: Record<string, unknown>;
  function: string;
}

/** What the step adds, in the form that it has with steps 1 to `deployed`: later steps change patterns and permissions. */
export async function partsOf(program: IntendedProgram, step: number, deployed: number): Promise<Parts> {
  const before = await program.at(step - 1);
  const after = await program.at(step);
  const now = await program.at(deployed);

  const known = new Set(targetsIn(before).map(keyOf));
  const names = new Set(functionsIn(before));
  return {
    routes: targetsIn(after)
      .filter((target) => !known.has(keyOf(target)))
      .map((target) => ({ ...target, pattern: patternOf(now, target.rule) })),
    functions: functionsIn(after)
      .filter((name) => !names.has(name))
      .map((name) => ({ name, allowed: now.statementsOf(name) })),
  };
}

type Target = Omit<Route, "pattern">;

function targetsIn(stack: MockedStack): Target[] {
  const targets = stack.all("EventTarget").flatMap(({ inputs }) => {
    const name = functionName(inputs.arn);
    return name === undefined ? [] : [{ rule: inputs.rule as string, function: name }];
  });
  // The mocks see resources in the order in which their bundles are ready.
  return targets.toSorted((one, other) => keyOf(one).localeCompare(keyOf(other)));
}

function keyOf({ rule, function: name }: Target): string {
  return `${rule} ${name}`;
}

function functionsIn(stack: MockedStack): string[] {
  return stack
    .all("Function")
    .map(({ inputs }) => inputs.name as string)
    .toSorted();
}

function patternOf(stack: MockedStack, rule: string): Record<string, unknown> {
  return JSON.parse(stack.one("EventRule", { name: rule }).inputs.eventPattern);
}

import { compilePattern, matches } from "@event-choreography/local-cloud/event-pattern";
import { mockedStack } from "../../support/mocked-stack.ts";

/** The program's functions, tables and routing, read from the program itself. */
export interface Wiring {
  functions: ReadonlyMap<string, FunctionWiring>;
  /** The functions to which the rules deliver an event. */
  targetsOf(envelope: object): string[];
  tables: readonly TableWiring[];
}

interface FunctionWiring {
  /** E.g. "payment/charge/charge" below services/. */
  handler: string;
  environment: Record<string, string>;
}

export interface TableWiring {
  name: string;
  /** The names of the key attributes: partition key, then sort key. */
  key: string[];
}

/** The wiring of the program at a step. */
export async function wiringOf(settings: { step: number; seatsPerFlight: number }): Promise<Wiring> {
  const stack = await mockedStack(settings);
  const functions = new Map<string, FunctionWiring>();
  for (const { inputs } of stack.all("Function")) {
    const folder: string = await inputs.code.path;
    const handler = folder.split(/[/\\]dist[/\\]/)[1]!.replaceAll("\\", "/");
    functions.set(inputs.name, { handler, environment: inputs.environment.variables });
  }
  const rules = stack.all("EventRule").map(({ inputs }) => ({
    pattern: compilePattern(inputs.eventPattern),
    targets: stack
      .all("EventTarget", { rule: inputs.name })
      .flatMap(({ inputs: { arn } }) => (/:function:/.test(arn) ? [arn.split(":").at(-1) as string] : [])),
  }));
  const targetsOf = (envelope: object) =>
    rules.flatMap(({ pattern, targets }) => (matches(pattern, envelope) ? targets : []));
  const tables = stack.all("Table").map(({ inputs }) => ({
    name: inputs.name as string,
    key: [inputs.hashKey, inputs.rangeKey].filter(Boolean) as string[],
  }));
  return { functions, targetsOf, tables };
}

import { compilePattern, matches } from "@event-choreography/local-cloud/event-pattern";
import type { Context } from "../../../infra/components/context.ts";
import { runSteps } from "../../../infra/fold.ts";
import { steps } from "../../../steps/index.ts";
import { type StepModule, Steps } from "../../../steps/steps.ts";
import { type MockedStack, runMocked, settingsFor } from "../../support/mocked-stack.ts";
import type { BusEvent, Consumer } from "../snapshot.ts";
import { type Pipe, pipesOf } from "./pipes.ts";
import type { Delivery } from "./state.ts";

/** The program's functions, tables and routing, read from the program itself. */
export interface Wiring {
  functions: ReadonlyMap<string, FunctionWiring>;
  /** The functions to which the rules deliver an event. */
  targetsOf(envelope: object): string[];
  tables: readonly TableWiring[];
  /** The functions with a URL, by its host. */
  urls: ReadonlyMap<string, string>;
  /** What the schedules deliver each time. */
  ticks: readonly Delivery[];
  pipes: readonly Pipe[];
}

interface FunctionWiring {
  /** E.g. "payment/charge/charge" below services/. */
  handler: string;
  environment: Record<string, string>;
  /** The events that it publishes, e.g. ["PaymentConfirmed", "PaymentFailed"]. */
  publishes: readonly string[];
  /** Whether it has a caller that waits for its answer. */
  hasCaller: boolean;
}

export interface TableWiring {
  name: string;
  /** The names of the key attributes: partition key, then sort key. */
  key: string[];
  indexes: readonly { name: string; key: string[] }[];
}

interface WiringSettings {
  step: number;
  seatsPerFlight?: number;
}

/** The wiring of the program at a step, or of another list of steps. */
export async function wiringOf(settings: WiringSettings, list: Steps<never> = steps): Promise<Wiring> {
  const { stack, publishes } = await declaredBy(settings, list);
  const urls = stack
    .all("FunctionUrl")
    .map(({ inputs, outputs }) => [hostOf(outputs.functionUrl), inputs.functionName]);
  const callees = new Set(urls.map(([, name]) => name));
  const functions = new Map<string, FunctionWiring>();
  for (const { inputs } of stack.all("Function")) {
    const { name, code, environment } = inputs;
    functions.set(name, {
      handler: handlerIn(await code.path),
      environment: environment.variables,
      publishes: publishes.get(name) ?? [],
      hasCaller: callees.has(name),
    });
  }
  return {
    functions,
    targetsOf: targetsIn(stack),
    tables: stack.all("Table").map(tableOf),
    urls: new Map(urls as [string, string][]),
    ticks: stack.all("Schedule").map(({ inputs: { target } }) => ({
      functionName: nameIn(target.arn),
      event: JSON.parse(target.input.replace("<aws.scheduler.execution-id>", "tick")),
    })),
    pipes: pipesOf(stack),
  };
}

/** The functions that consume an event, and what the program declares about them. */
export function consumersIn({ functions, targetsOf }: Pick<Wiring, "functions" | "targetsOf">) {
  return ({ source, name, detail }: BusEvent): Consumer[] =>
    targetsOf({ source, "detail-type": name, detail }).map((target) => {
      const { publishes, environment } = functions.get(target)!;
      return { name: target, publishes, table: environment.TABLE_NAME };
    });
}

/** A step after the last one sees the functions of all of them. Mocks record resources, but not what a component is given. */
async function declaredBy({ step, ...settings }: WiringSettings, { list }: Steps<never>) {
  const publishes = new Map<string, string[]>();
  const observer: StepModule<object, object> = {
    default: () => ({}),
    finish: (_, context: Context) => {
      for (const each of context.functions)
        publishes.set(
          each.name,
          each.publishes.map(({ name }) => name),
        );
    },
  };
  const observed = new Steps<never>([...list.slice(0, step), { name: "observer", load: async () => observer }]);
  const stack = await runMocked(() => runSteps(observed, settingsFor({ ...settings, step: step + 1 })));
  return { stack, publishes };
}

/** "…/dist/payment/charge/charge+park+observe" is the handler "payment/charge/charge" with its middleware. */
function handlerIn(folder: string): string {
  return folder
    .split(/[/\\]dist[/\\]/)[1]!
    .replaceAll("\\", "/")
    .split("+")[0]!;
}

function targetsIn(stack: MockedStack): Wiring["targetsOf"] {
  const rules = stack.all("EventRule").map(({ inputs }) => ({
    pattern: compilePattern(inputs.eventPattern),
    targets: stack
      .all("EventTarget", { rule: inputs.name })
      .flatMap(({ inputs: { arn } }) => (/:function:/.test(arn) ? [nameIn(arn)] : [])),
  }));
  return (envelope) => rules.flatMap(({ pattern, targets }) => (matches(pattern, envelope) ? targets : []));
}

interface KeyInputs {
  name: string;
  hashKey: string;
  rangeKey?: string;
}

function tableOf({ inputs }: { inputs: Record<string, unknown> }): TableWiring {
  const { globalSecondaryIndexes = [], ...table } = inputs as unknown as KeyInputs & {
    globalSecondaryIndexes?: KeyInputs[];
  };
  return {
    name: table.name,
    key: keyOf(table),
    indexes: globalSecondaryIndexes.map((index) => ({ name: index.name, key: keyOf(index) })),
  };
}

function keyOf({ hashKey, rangeKey }: KeyInputs): string[] {
  return rangeKey === undefined ? [hashKey] : [hashKey, rangeKey];
}

function nameIn(arn: string): string {
  return arn.split(":").at(-1)!;
}

function hostOf(url: string): string {
  return new URL(url).host;
}

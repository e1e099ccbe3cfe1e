import { root } from "../root.ts";
import { collectSources, type Originals, readOriginals } from "../working-copy/originals.ts";

/** The functions that an event is delivered to, and the step that adds the route. */
export interface Route {
  step: number;
  event: string;
  source: string;
  functions: readonly string[];
}

/** Step 3 writes its rule by hand. All later ones use the component RuleToFunction. */
const byHand: Route = { step: 3, event: "BookingCreated", source: "aircraft.booking", functions: ["payment-charge"] };

/**
 * The routes that the steps declare, in the order of the steps. They are read from the originals, so that a check finds
 * the learner's mistakes instead of expecting them; a step that is not among them is one of the learner's own. They are
 * read as text, since running the program would take all of Pulumi.
 */
export function readRoutes(): readonly Route[] {
  const originals = readOriginals(root);
  return [byHand, ...routesIn(withOwnSteps(originals, collectSources(root)))];
}

/** The routes in the steps' sources. */
export function routesIn(sources: Originals): Route[] {
  const all = [...sources].flatMap(([path, text]) => {
    const step = stepOf(path);
    return step === undefined || /\.test\.ts$|\/exercises\.ts$/.test(path) ? [] : [{ step, text }];
  });
  const names = new Map(all.flatMap(({ text }) => functionsIn(text)));
  return all.flatMap(({ step, text }) =>
    [...text.matchAll(/new RuleToFunction\(\s*"[^"]+",\s*\{(.*?)\n\s*\}\)/gs)].map(([, args = ""]) => ({
      step,
      event: value(args, "detailType"),
      source: value(args, "source"),
      functions: functionsOf(args, names),
    })),
  );
}

function withOwnSteps(originals: Originals, workingCopy: Originals): Originals {
  const known = new Set([...originals.keys()].map(stepOf));
  const own = [...workingCopy].filter(([path]) => !known.has(stepOf(path)));
  return new Map([...originals, ...own]);
}

/** 15 for steps/15-points/infra.ts; undefined for a file of no step. */
function stepOf(path: string): number | undefined {
  const [, number] = /^steps\/(\d+)-/.exec(path) ?? [];
  return number === undefined ? undefined : Number(number);
}

/** The functions by the names of their variables: seatAssign is "seat-assign". */
function functionsIn(text: string): [variable: string, name: string][] {
  const made = text.matchAll(/const (\w+) = new ServiceFunction\(\s*"([^"]+)"/g);
  return [...made].map(([, variable, name]) => [variable!, name!]);
}

function functionsOf(args: string, names: ReadonlyMap<string, string>): string[] {
  const [, list = ""] = /\bto: \[(.*?)\]/s.exec(args) ?? [];
  const variables = list.replaceAll(/\/\/.*/g, "").match(/\w+/g) ?? [];
  return variables.map((variable) => names.get(variable) ?? variable);
}

function value(args: string, key: string): string {
  return new RegExp(`\\b${key}: "([^"]+)"`).exec(args)?.[1] ?? "";
}

/** The events that a successful booking causes, in order, with steps 1 to `step` deployed. */
export function eventsOfSuccessfulBooking(step: number): string[] {
  const events = ["BookingCreated", "PaymentConfirmed", "SeatAssigned", "TicketIssued"];
  return events.slice(0, Math.max(0, step - 1));
}

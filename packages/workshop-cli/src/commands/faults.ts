import { type ActiveFault, createControl, type FaultsNow } from "@event-choreography/local-cloud/control";
import { requireRunningCloud } from "../connection/connection.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say, sayJson, table } from "../terminal/output.ts";

const examples = `For example: npx workshop faults set duplicate rule=BookingCreatedRule next=1
             npx workshop faults set throttle call=dynamodb.PutItem function=payment-charge
             npx workshop faults set delay target=ticket-issue ms=5000
packages/local-cloud/README.md has them all.`;

/** `npx workshop faults [set <kind> name=value … | clear [id]]`: what goes wrong in the running local cloud. */
export async function faults(action: string | undefined, words: string[], options: { json?: boolean }): Promise<void> {
  const control = createControl(requireRunningCloud());
  if (action === undefined || action === "list") return list(await control.faults(), options);
  if (action === "clear") {
    await control.removeFaults(words[0]);
    if (options.json) return sayJson(asJson(await control.faults()));
    return say(words[0] === undefined ? "All faults are off." : `${words[0]} is off.`);
  }
  if (action !== "set" || words[0] === undefined) {
    const asked = action === "set" ? 'faults set takes a kind, e.g. "duplicate".' : `There is no "faults ${action}".`;
    throw new Failure(asked, `There are: faults, faults set <kind> name=value …, faults clear [id]\n${examples}`);
  }
  const [kind, ...properties] = words;
  const fault = await control.addFault({ kind, ...Object.fromEntries(properties.map(property)) }).catch(withExamples);
  if (options.json) return sayJson(faultAsJson(fault));
  say(`${paint.bold(fault.id)} is on: ${inWords(fault)}.`);
  note(`It ends with: npx workshop faults clear ${fault.id}`);
}

function list(now: FaultsNow, { json }: { json?: boolean }): void {
  if (json) return sayJson(asJson(now));
  const { seed, faults: active, injections } = now;
  if (active.length === 0) say("No fault is on: all is well.");
  for (const line of table(
    active.map((fault) => [paint.bold(fault.id), inWords(fault), `injected ${fault.injected} times`]),
  )) {
    say(line);
  }
  const last = injections.slice(-10);
  if (last.length > 0) say(injections.length > last.length ? "The last ten injections:" : "Injections:");
  for (const line of table(last.map(({ at, kind, into }) => [new Date(at).toISOString().slice(11, 23), kind, into]))) {
    say(line);
  }
  note(`Seed ${seed}.${active.length === 0 ? `\n${examples}` : ""}`);
}

/** The keys that --json has always had. */
function asJson({ seed, faults: active, injections }: FaultsNow): object {
  const strikes = injections.map(({ into, ...injection }) => ({ ...injection, struck: into }));
  return { seed, faults: active.map(faultAsJson), strikes };
}

function faultAsJson({ injected, ...fault }: ActiveFault): object {
  return { ...fault, struck: injected };
}

/** "throttle, call dynamodb.PutItem, next 1" */
function inWords({ id: _, injected: __, kind, ...properties }: ActiveFault): string {
  return [kind, ...Object.entries(properties).map(([name, value]) => `${name} ${value}`)].join(", ");
}

/** rule=BookingCreatedRule, next=1: what reads as a number is one. */
function property(word: string): [string, string | number] {
  const [, name, text] = /^([^=]+)=(.+)$/s.exec(word) ?? [];
  if (name === undefined || text === undefined) {
    throw new Failure(`A fault's property is name=value, and got "${word}".`, examples);
  }
  return [name, Number.isNaN(Number(text)) ? text : Number(text)];
}

function withExamples(error: unknown): never {
  throw error instanceof Failure ? new Failure(error.message, examples) : error;
}

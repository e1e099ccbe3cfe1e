import { type ActiveFault, ControlError, createControl, type FaultsNow } from "@event-choreography/local-cloud/control";
import { clientSettings, requireRunningCloud } from "../connection/connection.ts";
import { Failure } from "../terminal/failure.ts";
import { note, paint, say, sayJson, table } from "../terminal/output.ts";
import { times } from "../terminal/times.ts";
import { refuseUnknownPlaces } from "./known-places.ts";

const examples = `For example: npx workshop faults set duplicate rule=BookingCreatedRule next=1
             npx workshop faults set throttle call=dynamodb.PutItem function=payment-charge
             npx workshop faults set delay target=ticket-issue ms=5000
             npx workshop faults set eventual rule=TicketIssuedRule ms=10000
All kinds and properties: packages/local-cloud/README.md`;

/** `npx workshop faults [set <kind> name=value … | clear [id]]`: lists, sets or clears faults in the local cloud. */
export async function faults(action: string | undefined, words: string[], options: { json?: boolean }): Promise<void> {
  const cloud = await requireRunningCloud();
  const control = createControl(cloud);
  if (action === undefined || action === "list") return list(await control.faults(), options);
  if (action === "clear") {
    await control.removeFaults(words[0]);
    if (options.json) return sayJson(await control.faults());
    return say(words[0] === undefined ? "All faults are cleared." : `${words[0]} is cleared.`);
  }
  if (action !== "set" || words[0] === undefined) {
    const problem =
      action === "set" ? 'faults set needs a kind, e.g. "duplicate".' : `Unknown action: faults ${action}.`;
    throw new Failure(problem, `Use: faults, faults set <kind> name=value …, or faults clear [id]\n${examples}`);
  }
  const [kind, ...properties] = words;
  const wanted = { kind, ...Object.fromEntries(properties.map(property)) };
  await refuseUnknownPlaces({ client: clientSettings(cloud) }, wanted);
  const fault = await control.addFault(wanted).catch(withExamples);
  if (options.json) return sayJson(fault);
  say(`${paint.bold(fault.id)} is set: ${describeFault(fault)}.`);
  note(`Clear it with: npx workshop faults clear ${fault.id}`);
}

function list(now: FaultsNow, { json }: { json?: boolean }): void {
  if (json) return sayJson(now);
  const { seed, faults: active, injections } = now;
  if (active.length === 0) say("No faults are set.");
  for (const line of table(
    active.map((fault) => [paint.bold(fault.id), describeFault(fault), `injected ${times(fault.injected)}`]),
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

/** "throttle, call dynamodb.PutItem, next 1" */
function describeFault({ id: _, injected: __, kind, ...properties }: ActiveFault): string {
  return [kind, ...Object.entries(properties).map(([name, value]) => `${name} ${value}`)].join(", ");
}

/** "next=1" as ["next", 1]: a value that looks like a number becomes one. */
function property(word: string): [string, string | number] {
  const [, name, text] = /^([^=]+)=(.+)$/s.exec(word) ?? [];
  if (name === undefined || text === undefined) {
    throw new Failure(`A fault's property must be name=value, but got "${word}".`, examples);
  }
  return [name, Number.isNaN(Number(text)) ? text : Number(text)];
}

function withExamples(error: unknown): never {
  throw error instanceof ControlError ? new Failure(error.message, examples) : error;
}

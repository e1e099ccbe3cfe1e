import type { Call } from "./calls.ts";
import type { Engine } from "./engine.ts";
import type { CallStep, Step } from "./moment.ts";

/** A story in lines that a person can follow: one for each stretch in which one run goes on. */
export function tellStory(engine: Engine, steps: readonly Step[]): string[] {
  const lines: string[] = [];
  let last: number | undefined;
  for (const step of steps) {
    if (step.kind === "redrive") {
      lines.push("What failed is redriven.");
      last = undefined;
      continue;
    }
    const { functionName, event } = engine.delivery(step.delivery);
    const what = whatHappens(step, step.call < 0 ? undefined : engine.call(step.call));
    if (step.begins)
      lines.push(`${functionName} hears ${nameOf(event)}${step.again ? " (and will again)" : ""}: ${what}`);
    else if (last === step.delivery) lines.push(`${lines.pop()}, ${what}`);
    else lines.push(`${functionName} goes on with ${nameOf(event)}: ${what}`);
    last = step.mishap === "dies" ? undefined : step.delivery;
  }
  return lines.map((line, index) => `${String(index + 1).padStart(3)}. ${line}`);
}

function whatHappens({ refused, mishap, fails }: CallStep, call: Call | undefined): string {
  if (!call) return "nothing";
  const outcome = [
    refused && `refused: ${refused}`,
    mishap === "dies" && "and dies",
    mishap === "answer lost" && "its answer is lost, so it is made once more",
    fails && `and fails: ${fails}`,
  ].filter(Boolean);
  return outcome.length > 0 ? `${describe(call)} (${outcome.join("; ")})` : describe(call);
}

function describe({ operation, input }: Call): string {
  if (operation === "PutEvents")
    return input.Entries.map((entry: { DetailType: string }) => `says ${entry.DetailType}`).join();
  if (operation === "Publish") return "tells the customer";
  return `${operation} ${input.TableName}`;
}

function nameOf(event: object): string {
  const { "detail-type": name, detail, body } = event as Record<string, unknown>;
  if (body !== undefined) return `POST ${JSON.parse(String(body)).bookingId}`;
  return `${name} of ${(detail as { bookingId: string }).bookingId}`;
}

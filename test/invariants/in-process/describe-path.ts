import type { Call } from "./calls.ts";
import type { Action, CallAction } from "./state.ts";
import type { StateSpace } from "./state-space.ts";

/** A path through the state space as numbered lines. Consecutive calls of one run share a line. */
export function describePath(space: StateSpace, actions: readonly Action[]): string[] {
  const lines: string[] = [];
  let last: number | undefined;
  for (const action of actions) {
    if (action.kind !== "call") {
      lines.push(describeOther(space, action));
      last = undefined;
      continue;
    }
    const { functionName, event } = space.delivery(action.delivery);
    const text = describeAction(action, action.call < 0 ? undefined : space.call(action.call));
    if (action.starts)
      lines.push(`${functionName} receives ${nameOf(event)}${action.repeated ? " (and will again)" : ""}: ${text}`);
    else if (last === action.delivery) lines.push(`${lines.pop()}, ${text}`);
    else lines.push(`${functionName} continues with ${nameOf(event)}: ${text}`);
    last = action.fault === "crash" ? undefined : action.delivery;
  }
  return lines.map((line, index) => `${String(index + 1).padStart(3)}. ${line}`);
}

function describeOther(space: StateSpace, action: Exclude<Action, CallAction>): string {
  if (action.kind === "redrive") return "The failed events are redriven.";
  if (action.kind === "tick") return "The deadline has passed.";
  const { functionName, event } = space.delivery(action.delivery);
  return `${functionName} never receives ${nameOf(event)}.`;
}

function describeAction({ error, fault, failure }: CallAction, call: Call | undefined): string {
  if (!call) return "nothing";
  const outcome = [
    error && `returns ${error}`,
    fault === "crash" && "and crashes",
    fault === "lost response" && "its response is lost",
    fault === "repeat by the pipe" && "and the pipe publishes twice",
    failure && `and fails: ${failure}`,
  ].filter(Boolean);
  return outcome.length > 0 ? `${describeCall(call)} (${outcome.join("; ")})` : describeCall(call);
}

function describeCall({ service, operation, input }: Call): string {
  if (service === "http") return `${operation} at ${input.functionName}`;
  if (operation === "PutEvents")
    return input.Entries.map((entry: { DetailType: string }) => `publishes ${entry.DetailType}`).join();
  if (operation === "Publish") return "notifies the customer";
  return `${operation} ${input.TableName}`;
}

function nameOf(event: object): string {
  const { "detail-type": name, detail, body } = event as Record<string, unknown>;
  if (body !== undefined) return `POST ${JSON.parse(String(body)).bookingId}`;
  if (name === undefined) return "a tick";
  return `${name} of ${(detail as { bookingId: string }).bookingId}`;
}

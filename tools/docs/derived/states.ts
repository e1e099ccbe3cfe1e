import { transitions } from "../../../services/booking/states.ts";

/** A Mermaid diagram of a booking's states, from the transition table of the Booking service. */
export function states(): string {
  const all = Object.entries(transitions);
  const left = new Set<string>(all.map(([, { from }]) => from));
  const ends = [...new Set<string>(all.map(([, { to }]) => to))].filter((state) => !left.has(state));
  return [
    "```mermaid",
    "stateDiagram-v2",
    "  direction LR",
    "  [*] --> REQUESTED: POST /bookings",
    ...all.map(([event, { from, to }]) => `  ${from} --> ${to}: ${event}`),
    ...ends.map((state) => `  ${state} --> [*]`),
    "```",
  ].join("\n");
}

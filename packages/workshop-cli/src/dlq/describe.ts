import { paint, table } from "../terminal/output.ts";
import { times } from "../terminal/times.ts";
import type { FailedEvent } from "./failed-event.ts";
import type { Layer } from "./failure-queues.ts";

const layerInWords: Record<Layer, string> = {
  target: "EventBridge could not deliver (target layer)",
  function: "The function failed (function layer)",
};

/** All failed events as lines for the terminal: by layer, then by target and cause, each with its number. */
export function describeFailedList(failed: readonly FailedEvent[]): string[] {
  const lines: string[] = [];
  for (const layer of ["target", "function"] as const) {
    const ofLayer = failed.filter((one) => one.layer === layer);
    if (ofLayer.length === 0) continue;
    lines.push(paint.bold(`${layerInWords[layer]}: ${ofLayer.length}`));
    for (const [title, group] of grouped(ofLayer)) {
      lines.push(`  ${title}${group.length > 1 ? `, ${group.length} events` : ""}`);
      lines.push(
        ...table(
          group.map((one) => row(one, failed.indexOf(one) + 1)),
          { indent: 4 },
        ),
      );
    }
  }
  return lines;
}

/** One failed event in full, as lines for the terminal. */
export function describeFailed(failed: FailedEvent): string[] {
  const { layer, cause, error, attempts, target, rule, at, queue, event, message } = failed;
  const facts = [
    ["what failed", layerInWords[layer]],
    ["cause", cause],
    ["message", error],
    ["target", target],
    ...(rule === undefined ? [] : [["rule", rule]]),
    ["tried", times(attempts)],
    ["failed at", new Date(at).toISOString()],
    ["queue", queue.arn.split(":").at(-1)!],
  ];
  return [...table(facts, { indent: 0 }), "", event ? JSON.stringify(event, null, 2) : (message.Body ?? "")];
}

function grouped(failed: readonly FailedEvent[]): Map<string, FailedEvent[]> {
  const groups = new Map<string, FailedEvent[]>();
  for (const one of failed) {
    const title = `${one.target || one.queue.arn.split(":").at(-1)}: ${paint.red(one.cause)}`;
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  return groups;
}

function row({ event, error, attempts }: FailedEvent, number: number): string[] {
  return [
    String(number).padStart(3),
    event?.["detail-type"] ?? "?",
    event?.detail?.bookingId ?? "",
    `tried ${times(attempts)}`,
    paint.dim(error.length > 90 ? `${error.slice(0, 89)}…` : error),
  ];
}

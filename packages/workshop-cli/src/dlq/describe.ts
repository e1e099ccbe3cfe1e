import { paint, table } from "../terminal/output.ts";
import { times } from "../terminal/times.ts";
import type { Discarded } from "./discard.ts";
import type { FailedEvent, Kind } from "./failed-event.ts";

const kindInWords: Record<Kind, string> = {
  undelivered: "EventBridge could not deliver (target layer)",
  failed: "The function failed (function layer)",
  permanent: "The function gave up at once: no retry can help (permanent failure)",
  unpublished: "A pipe could not put events on the bus (only their position is known)",
  unknown: "Not a failed event",
};

/** All failed events as lines for the terminal: by kind, then by target and cause, each with its number. */
export function describeFailedList(failed: readonly FailedEvent[]): string[] {
  const lines: string[] = [];
  for (const kind of Object.keys(kindInWords) as Kind[]) {
    const ofKind = failed.filter((one) => one.kind === kind);
    if (ofKind.length === 0) continue;
    lines.push(paint.bold(`${kindInWords[kind]}: ${ofKind.length}`));
    for (const [title, group] of grouped(ofKind)) {
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
  const { kind, cause, error, attempts, target, rule, at, queue, event, message } = failed;
  const facts = [
    ["what failed", kindInWords[kind]],
    ["cause", cause],
    ["message", error],
    ["target", target],
    ...(rule === undefined ? [] : [["rule", rule]]),
    ...(attempts > 0 ? [["tried", times(attempts)]] : []),
    ["failed at", new Date(at).toISOString()],
    ["queue", queue.arn.split(":").at(-1)!],
  ];
  return [...table(facts, { indent: 0 }), "", event ? JSON.stringify(event, null, 2) : (message.Body ?? "")];
}

/** Discarded messages as lines for the terminal. */
export function describeDiscarded(records: readonly Discarded[]): string[] {
  return table(
    records.map(({ at, by, reason, target, detailType = "?", bookingId = "" }) => [
      at,
      `${detailType} ${bookingId}`,
      `→ ${target || "?"}`,
      `discarded by ${by}: ${reason}`,
    ]),
    { indent: 0 },
  );
}

function grouped(failed: readonly FailedEvent[]): Map<string, FailedEvent[]> {
  const groups = new Map<string, FailedEvent[]>();
  for (const one of failed) {
    const title = `${one.target || one.queue.arn.split(":").at(-1)}: ${paint.red(one.cause)}`;
    groups.set(title, [...(groups.get(title) ?? []), one]);
  }
  return groups;
}

function row(failed: FailedEvent, number: number): string[] {
  const { event, error, attempts } = failed;
  return [
    String(number).padStart(3),
    typeOf(failed),
    event?.detail?.bookingId ?? "",
    attempts > 0 ? `tried ${times(attempts)}` : "",
    paint.dim(error.length > 90 ? `${error.slice(0, 89)}…` : error),
  ];
}

/** The event's name. A schedule's input has none. */
export function typeOf({ kind, event }: Pick<FailedEvent, "kind" | "event">): string {
  if (kind === "unpublished") return "position";
  return event?.["detail-type"] ?? (event ? "schedule" : "?");
}

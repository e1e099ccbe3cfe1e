import { Failure } from "../terminal/failure.ts";

/** What to do: list the events, show one by its number, redrive or discard one or all, or list what was discarded. */
export type DlqTask =
  | { kind: "list" }
  | { kind: "discarded" }
  | { kind: "show"; number: number }
  | { kind: "redrive"; number?: number }
  | DiscardTask;

export interface DiscardTask {
  kind: "discard";
  /** Undefined for all. */
  number?: number;
  reason: string;
}

/** The task in a command line. @throws Failure if it names none. */
export function dlqTask(
  action: string | undefined,
  number: string | undefined,
  { all, reason }: { all?: boolean; reason?: string },
): DlqTask {
  if (action === undefined) return { kind: "list" };
  if (action === "discarded") return { kind: "discarded" };
  if (action === "show") return { kind: "show", number: oneNumber(action, number) };
  if (action === "redrive") return { kind: "redrive", number: oneOrAll(action, number, all) };
  if (action === "discard") {
    return { kind: "discard", number: oneOrAll(action, number, all), reason: reasonFrom(reason) };
  }
  throw new Failure(
    `Unknown action: dlq ${action}.`,
    'Use: dlq, dlq show <n>, dlq redrive <n>, dlq discard <n> --reason "…", or dlq discarded. All: npx workshop dlq --help',
  );
}

/** The number, or undefined for all. */
function oneOrAll(action: string, number: string | undefined, all = false): number | undefined {
  if (!all) return oneNumber(action, number);
  if (number === undefined) return undefined;
  throw new Failure(
    `--all and the number ${number} cannot be combined.`,
    `Use one of them: npx workshop dlq ${action} --all, or npx workshop dlq ${action} ${number}`,
  );
}

function oneNumber(action: string, number: string | undefined): number {
  if (number !== undefined && /^[1-9]\d*$/.test(number)) return Number(number);
  const orAll = action === "show" ? "" : `\nOr ${action} all of them: npx workshop dlq ${action} --all`;
  throw new Failure(
    `dlq ${action} takes the number of an event, but got ${number === undefined ? "none" : `"${number}"`}.`,
    `List the events with their numbers: npx workshop dlq${orAll}`,
  );
}

function reasonFrom(text = ""): string {
  const reason = text.trim();
  if (reason !== "") return reason;
  throw new Failure(
    "Nothing was discarded: a reason is missing.",
    'It is kept with the message: npx workshop dlq discard 1 --reason "a test, never paid"',
  );
}

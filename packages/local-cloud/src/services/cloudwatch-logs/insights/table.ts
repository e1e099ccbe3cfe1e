import type { Row } from "./row.ts";

/** The order in which a query reads log events. */
export type Order = "chronological" | "latest first";

/** One step of a query at work: rows go through it in order, a portion at a time. */
export interface Step {
  /** @returns the rows that are certain by now */
  push(rows: readonly Row[]): readonly Row[];
  /** What is left once all rows have been pushed. */
  end?(): readonly Row[];
  /** How many rows `end` has left out, because no answer could show them. */
  omitted?(): number;
}

/** What comes before and after a command in its query. */
export interface Place {
  /** Whether no command before it depends on the order of rows: they then come in the `order` that it asks for. */
  isFirst: boolean;
  /** How many rows after it can be shown; the others need not be kept. */
  shown: number;
}

/** A command of a query. */
export interface Command {
  start(place: Place): Step;
  /** The columns to show, given those before. Default: the same. */
  columns?(before: readonly string[]): string[];
  /** The order of log events that it needs. Default: any. */
  order?: Order;
  /** The number of its rows, if it has a limit. */
  limit?: number;
  /** Whether each row stays one row, in its place. */
  oneToOne?: boolean;
}

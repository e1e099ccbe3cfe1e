import { dedup } from "./commands/dedup.ts";
import { display } from "./commands/display.ts";
import { fields } from "./commands/fields.ts";
import { filter } from "./commands/filter.ts";
import { limit } from "./commands/limit.ts";
import { parse } from "./commands/parse.ts";
import { sort } from "./commands/sort.ts";
import { stats } from "./commands/stats.ts";
import { malformedQuery } from "./malformed-query.ts";
import { Parser } from "./parser.ts";
import type { Row } from "./row.ts";
import type { Command, Order, Step } from "./table.ts";
import { isPresent, type Value } from "./values.ts";

const commands: Record<string, (parser: Parser) => Command> = {
  dedup,
  display,
  fields,
  filter,
  limit,
  parse,
  sort,
  stats,
};

/** The most rows that a query returns ("CloudWatch Logs Insights quotas"). */
export const maxRows = 10_000;

export interface CompiledQuery {
  /** In which it must be given the log events. */
  order: Order;
  start(): RunningQuery;
}

export interface QueryResult {
  columns: string[];
  /** At most `maxRows`. */
  rows: Row[];
  /** How many rows there would be without that limit. */
  matched: number;
}

/**
 * Compiles a query of CloudWatch Logs Insights ("CloudWatch Logs Insights language query syntax"):
 * commands separated by pipes. See `commands` for the supported ones.
 *
 * @throws AwsError MalformedQueryException with the position in the query
 */
export function compileQuery(query: string): CompiledQuery {
  const parser = new Parser(query);
  const commands = [command(parser)];
  while (parser.take("|")) commands.push(command(parser));
  if (parser.peek.kind !== "end") throw parser.unexpected("'|' or the end of the query");
  return {
    // Log events are shown latest first, unless a command needs or makes another order.
    order: commands.find(({ order }) => order !== undefined)?.order ?? "latest first",
    start: () => new RunningQuery(commands),
  };
}

/** A query that is given log events, a portion at a time. It keeps only rows that it may still show or combine. */
class RunningQuery {
  readonly #commands: readonly Command[];
  readonly #columns: string[];
  readonly #steps: readonly Step[];
  readonly #rows: Row[] = [];
  #matched = 0;

  constructor(commands: readonly Command[]) {
    this.#commands = commands;
    const first = commands.findIndex(({ order }) => order !== undefined);
    this.#columns = commands.reduce<string[]>((columns, command) => command.columns?.(columns) ?? columns, []);
    this.#steps = commands.map((command, index) =>
      command.start({ isFirst: index === first, shown: shownAfter(commands.slice(index + 1)) }),
    );
  }

  push(rows: readonly Row[]): void {
    this.#pushFrom(0, rows);
  }

  end(): QueryResult {
    let omitted = 0;
    for (const [index, step] of this.#steps.entries()) {
      this.#pushFrom(index + 1, step.end?.() ?? []);
      if (this.#commands.slice(index + 1).every(({ oneToOne }) => oneToOne)) omitted += step.omitted?.() ?? 0;
    }
    return { columns: this.#columns, rows: this.#rows, matched: this.#matched + omitted };
  }

  #pushFrom(index: number, rows: readonly Row[]): void {
    let left = rows;
    for (const step of this.#steps.slice(index)) left = step.push(left);
    this.#matched += left.length;
    this.#rows.push(...left.slice(0, maxRows - this.#rows.length));
  }
}

/** How many of a command's rows can be shown, given the commands after it. */
function shownAfter(commands: readonly Command[]): number {
  for (const { limit, oneToOne } of commands) {
    if (limit !== undefined) return limit;
    if (!oneToOne) return Number.POSITIVE_INFINITY;
  }
  return maxRows;
}

/** One row of a result. Missing values are omitted; @ptr identifies the log event. */
export function resultRow({ columns: shown }: QueryResult, row: Row): Array<{ field: string; value: string }> {
  const columns = shown.length > 0 ? shown : ["@timestamp", "@message"];
  const cells = columns
    .map((field) => ({ field, value: row.get(field) }))
    .filter(({ value }) => isPresent(value))
    .map(({ field, value }) => ({ field, value: formatValue(value) }));
  return row.isEvent ? [...cells, { field: "@ptr", value: row.pointer }] : cells;
}

function command(parser: Parser): Command {
  const name = parser.expectKind("name", "a command");
  const known = Object.hasOwn(commands, name.text.toLowerCase()) ? commands[name.text.toLowerCase()] : undefined;
  if (known) return known(parser);
  const names = Object.keys(commands).join(", ");
  throw malformedQuery(`unexpected command ${name.text}: the local cloud supports ${names}`, name.at, name.text.length);
}

/** Formats numbers with at most four decimals, as the console and the API do. */
function formatValue(value: Value): string {
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  return String(Number(value.toFixed(4)));
}

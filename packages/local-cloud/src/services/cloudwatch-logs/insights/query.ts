import { dedup } from "./commands/dedup.ts";
import { display } from "./commands/display.ts";
import { fields } from "./commands/fields.ts";
import { filter } from "./commands/filter.ts";
import { limit } from "./commands/limit.ts";
import { parse } from "./commands/parse.ts";
import { sort } from "./commands/sort.ts";
import { stats } from "./commands/stats.ts";
import { latestFirst } from "./latest-first.ts";
import { malformedQuery } from "./malformed-query.ts";
import { Parser } from "./parser.ts";
import type { Row } from "./row.ts";
import type { Command, Table } from "./table.ts";
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

type CompiledQuery = (rows: Row[]) => Table;

/**
 * Compiles a query of CloudWatch Logs Insights ("CloudWatch Logs Insights language query syntax"):
 * commands separated by pipes. See `commands` for the supported ones.
 *
 * @throws AwsError MalformedQueryException with the position in the query
 */
export function compileQuery(query: string): CompiledQuery {
  const parser = new Parser(query);
  const steps = [command(parser)];
  while (parser.take("|")) steps.push(command(parser));
  if (parser.peek.kind !== "end") throw parser.unexpected("'|' or the end of the query");
  return (rows) => latestFirst(steps.reduce((table, step) => step(table), start(rows)));
}

/** One row of a result. Missing values are omitted; @ptr identifies the log event. */
export function resultRow(table: Table, row: Row): Array<{ field: string; value: string }> {
  const columns = table.columns.length > 0 ? table.columns : ["@timestamp", "@message"];
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

function start(rows: Row[]): Table {
  return { rows, columns: [], sorted: false };
}

/** Formats numbers with at most four decimals, as the console and the API do. */
function formatValue(value: Value): string {
  if (typeof value !== "number" || Number.isInteger(value)) return String(value);
  return String(Number(value.toFixed(4)));
}

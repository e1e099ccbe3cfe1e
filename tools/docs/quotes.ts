import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseRegions, withoutMarkers } from "@event-choreography/workshop-cli/exercises";
import { type Fence, fencesOf, replaceFences } from "./markdown.ts";

/** A block that quotes: ```ts file=steps/03-payment/infra.ts#3.1 */
export interface Quote {
  path: string;
  /** An exercise's number or a region's name; undefined for the whole file. */
  region?: string;
}

/** What a fence quotes, or undefined if its code is its own. */
export function quoteOf({ info }: Fence): Quote | undefined {
  const [, path, region] = /(?:^|\s)file=([^\s#]+)(?:#(\S+))?/.exec(info) ?? [];
  return path === undefined ? undefined : { path, region };
}

/** The Markdown text with every quoting block brought up to what it quotes. @throws Error that names the missing file or region. */
export function syncQuotes(root: string, text: string): string {
  return replaceFences(text, (fence) => {
    const quote = quoteOf(fence);
    return quote && quotedCode(root, quote);
  });
}

/** The blocks in a language that learners would take for this repository's code, and that quote nothing. */
export function unquotedCode(text: string): Fence[] {
  return fencesOf(text).filter((fence) => /^(ts|typescript|js|javascript)\b/.test(fence.info) && !quoteOf(fence));
}

/** The code as a reader should see it: without markers, moved to the left margin. */
export function quotedCode(root: string, { path, region }: Quote): string {
  const file = join(root, path);
  if (!existsSync(file)) throw new Error(`There is no file ${path} to quote.`);
  const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  const lines = region === undefined ? text.split("\n") : regionLines(text, path, region);
  return toMargin(withoutMarkers(lines)).join("\n").trim();
}

/** Places of the same name are joined, with an empty line between. */
function regionLines(text: string, path: string, name: string): string[] {
  const places = parseRegions(text).filter(({ number, title }) => (number ?? title) === name);
  if (places.length === 0) throw new Error(`There is no region ${name} in ${path} to quote.`);
  return places.flatMap(({ body }, index) => (index === 0 ? body : ["", ...body]));
}

function toMargin(lines: string[]): string[] {
  const indents = lines.filter((line) => line.trim()).map((line) => /^ */.exec(line)![0].length);
  const margin = Math.min(...indents);
  return lines.map((line) => line.slice(margin));
}

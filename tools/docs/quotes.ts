import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseRegions, withoutMarkers } from "@event-choreography/workshop-cli/exercises";
import { type Fence, fencesOf, replaceFences } from "./markdown.ts";

/** The source of a quoting block: ```ts file=steps/03-payment/infra.ts#3.1 */
interface Quote {
  path: string;
  /** An exercise's number or a region's name; undefined for the whole file. */
  region?: string;
}

/** The source that a fence quotes; undefined if it quotes none. */
function quoteOf({ info }: Fence): Quote | undefined {
  const [, path, region] = /(?:^|\s)file=([^\s#]+)(?:#(\S+))?/.exec(info) ?? [];
  return path === undefined ? undefined : { path, region };
}

/** Updates every quoting block. @throws Error with the name of a missing file or region */
export function syncQuotes(root: string, text: string): string {
  return replaceFences(text, (fence) => {
    const quote = quoteOf(fence);
    return quote && quotedCode(root, quote);
  });
}

/** TypeScript and JavaScript blocks that quote nothing. Readers would take them for this repository's code. */
export function unquotedCode(text: string): Fence[] {
  return fencesOf(text).filter((fence) => /^(ts|typescript|js|javascript)\b/.test(fence.info) && !quoteOf(fence));
}

/** The code as a reader should see it: without markers and without indentation. */
function quotedCode(root: string, { path, region }: Quote): string {
  const file = join(root, path);
  if (!existsSync(file)) throw new Error(`Cannot quote ${path}: the file does not exist.`);
  const text = readFileSync(file, "utf8").replaceAll("\r\n", "\n");
  const lines = region === undefined ? text.split("\n") : regionLines(text, path, region);
  return toMargin(withoutMarkers(lines)).join("\n").trim();
}

/** Regions of the same name are joined, with an empty line between them. */
function regionLines(text: string, path: string, name: string): string[] {
  const regions = parseRegions(text).filter(({ number, title }) => (number ?? title) === name);
  if (regions.length === 0) throw new Error(`Cannot quote ${path}#${name}: the file has no such region.`);
  return regions.flatMap(({ body }, index) => (index === 0 ? body : ["", ...body]));
}

function toMargin(lines: string[]): string[] {
  const indents = lines.filter((line) => line.trim()).map((line) => /^ */.exec(line)![0].length);
  const margin = Math.min(...indents);
  return lines.map((line) => line.slice(margin));
}

import {
  countOf,
  isEndMarker,
  isMarker,
  parseRegions,
  type Region,
  RegionError,
  splitLines,
  startMarkerIn,
} from "./regions.ts";

/** So many lines before and after a region tell where it is. */
const contextLines = 3;

/**
 * The regions of a learner's file. Marker lines are easily deleted together with the TODO: a region without them is
 * between the same lines as in the original. Its `startLine`, which may be -1, and its `endLine` are beside its own lines.
 *
 * @throws RegionError where the markers do not pair up, if some region cannot be found without them
 */
export function findRegions(text: string, original: string): Region[] {
  const { intact, located } = lookFor(text, original);
  return [...intact, ...located].sort((one, other) => one.startLine - other.startLine);
}

/** The learner's file, with the markers that are missing in it. @throws RegionError as `findRegions` does */
export function withMarkers(text: string, original: string): string {
  const { intact, located } = lookFor(text, original);
  if (located.length === 0) return text;
  const kept = new Set(intact.map(({ number }) => number));
  const result: string[] = [];
  const begin = (at: number) => result.push(...located.filter(({ startLine }) => startLine === at).map(startOf));
  const end = (at: number) => result.push(...located.filter(({ endLine }) => endLine === at).map(endOf));
  const lines = splitLines(text);
  let isOpen = false;
  begin(-1);
  for (const [at, line] of lines.entries()) {
    end(at);
    const start = startMarkerIn(line);
    const isKept: boolean = start ? start.number === undefined || kept.has(start.number) : !isEndMarker(line) || isOpen;
    if (isKept) result.push(line);
    if (start || isEndMarker(line)) isOpen = start !== undefined && isKept;
    begin(at);
  }
  end(lines.length);
  return result.join(text.includes("\r\n") ? "\r\n" : "\n");
}

function lookFor(text: string, original: string): { intact: Region[]; located: Region[] } {
  const wanted = parseRegions(original).filter(({ number }) => number !== undefined);
  const lines = splitLines(text);
  const regions = regionsOrError(text);
  const inPairs = regions instanceof RegionError ? [] : regions;
  const missing = wanted.filter(({ number }) => countOf(inPairs, number) < countOf(wanted, number));
  const isMissing = ({ number }: Region) => missing.some((other) => other.number === number);
  const located = missing.flatMap((region) => locate(region, lines, splitLines(original)) ?? []);
  const isTwice = missing.some(({ number }) => startsOf(lines, number) > countOf(wanted, number));
  if (missing.length > 0 && !isTwice && located.length === missing.length) {
    return { intact: inPairs.filter((region) => !isMissing(region)), located };
  }
  if (regions instanceof RegionError) throw regions;
  return { intact: regions, located: [] };
}

function regionsOrError(text: string): Region[] | RegionError {
  try {
    return parseRegions(text);
  } catch (error) {
    if (error instanceof RegionError) return error;
    throw error;
  }
}

function startsOf(lines: readonly string[], number: string | undefined): number {
  return lines.filter((line) => startMarkerIn(line)?.number === number).length;
}

/** Undefined if the lines around the region are not in the file, or in two places. */
function locate(region: Region, lines: readonly string[], original: readonly string[]): Region | undefined {
  const above = contextOf(original, region.startLine, -1);
  const below = contextOf(original, region.endLine, 1);
  if (!above || !below || above.length + below.length === 0) return undefined;
  const last = above.length === 0 ? -1 : placeOf(above, lines, -1, () => true);
  if (last === undefined) return undefined;
  const next = below.length === 0 ? lines.length : placeOf(below, lines, 1, (line) => line > last);
  if (next === undefined) return undefined;
  const isBlank = (line: string) => line.trim() === "" || isMarker(line);
  const inside = lines.slice(last + 1, next);
  const from = inside.findIndex((line) => !isBlank(line));
  const startLine = from < 0 ? last : last + from;
  const endLine = from < 0 ? last + 1 : last + 2 + inside.findLastIndex((line) => !isBlank(line));
  return { ...region, startLine, endLine, body: lines.slice(startLine + 1, endLine).filter((line) => !isMarker(line)) };
}

/** The nearest lines of code in one direction, up to another exercise; undefined if that is next, since its lines vary. */
function contextOf(lines: readonly string[], from: number, direction: 1 | -1): string[] | undefined {
  const found: string[] = [];
  for (let at = from + direction; at >= 0 && at < lines.length && found.length < contextLines; at += direction) {
    const line = lines[at]!;
    if (isMarker(line)) {
      if (found.length > 0) break;
      return undefined;
    }
    if (line.trim() !== "") found.push(line.trim());
  }
  return found;
}

/** Where a context begins that is there in one place only: more of its lines count for more. */
function placeOf(
  context: readonly string[],
  lines: readonly string[],
  direction: 1 | -1,
  isPossible: (line: number) => boolean,
): number | undefined {
  const scores = lines.map((line, at) =>
    isPossible(at) && line.trim() === context[0] ? matchesFrom(at, context, lines, direction) : 0,
  );
  const best = Math.max(0, ...scores);
  return best > 0 && scores.indexOf(best) === scores.lastIndexOf(best) ? scores.indexOf(best) : undefined;
}

function matchesFrom(at: number, context: readonly string[], lines: readonly string[], direction: 1 | -1): number {
  let matched = 0;
  for (let line = at; line >= 0 && line < lines.length && matched < context.length; line += direction) {
    const text = lines[line]!.trim();
    if (text === "" || isMarker(text)) continue;
    if (text !== context[matched]) break;
    matched++;
  }
  return matched;
}

function startOf({ indent, comment: { open, close }, number, title }: Region): string {
  return `${indent}${open}#region ${number} ${title}${close && ` ${close}`}`;
}

function endOf({ indent, comment: { open, close } }: Region): string {
  return `${indent}${open}#endregion${close && ` ${close}`}`;
}

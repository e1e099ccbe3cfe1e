/**
 * A numbered region marks code that the learner writes, between
 * `//#region 3.2 Let only this rule invoke the payment function` and `//#endregion`
 * (or the same after `#`, or inside `<!-- -->`). A number may occur several times in a file;
 * regions do not nest. A region without a number, `//#region publish`, only marks code to quote.
 */
export interface Region {
  /** "3.2"; undefined for a region that is only quoted. */
  number?: string;
  /** The task, as the learner reads it; the region's name if it has no number. */
  title: string;
  /** The line numbers, from 0, of the two marker lines. */
  startLine: number;
  endLine: number;
  /** The whitespace before the marker. */
  indent: string;
  /** How a comment on one line starts and ends in this language. */
  comment: { open: string; close: string };
  /** The lines between the markers, without `//- ` lines. */
  body: string[];
  /** The placeholder code of the `//- ` lines, without that prefix. */
  placeholder: string[];
}

const startMarker = /^(\s*)(\/\/|#|<!--)\s*#region\s+(?:(\d+\.\d+)\s+)?(.*?)\s*(-->)?$/;
const endMarker = /^\s*(?:\/\/|#|<!--)\s*#endregion\b/;

/** A problem with a file's region markers, with its line (from 1). */
export class RegionError extends Error {
  readonly line: number;

  constructor(message: string, line: number) {
    super(message);
    this.name = "RegionError";
    this.line = line;
  }
}

/** All regions of a file's text, in order. @throws RegionError where the markers do not pair up. */
export function parseRegions(text: string): Region[] {
  const regions: Region[] = [];
  let open: Region | undefined;
  splitLines(text).forEach((line, index) => {
    const start = startMarker.exec(line);
    if (start) {
      if (open) throw new RegionError(`${nameOf(open)} is not closed before the next region begins.`, index + 1);
      open = newRegion(start, index);
    } else if (endMarker.test(line)) {
      if (!open) throw new RegionError("There is an #endregion here without a #region before it.", index + 1);
      regions.push({ ...open, endLine: index });
      open = undefined;
    } else if (open) {
      addLine(open, line);
    }
  });
  if (open) throw new RegionError(`${nameOf(open)} has no #endregion.`, open.startLine + 1);
  return regions;
}

/** The text with the bodies of some numbered regions replaced with their TODO and placeholder. */
export function cutRegions(text: string, isCut: (number: string) => boolean): string {
  return replaceBodies(text, (region) => {
    if (region.number === undefined || !isCut(region.number)) return undefined;
    const { open, close } = region.comment;
    const todo = `${region.indent}${open} TODO ${region.number}: ${region.title}${close && ` ${close}`}`;
    return [todo, ...region.placeholder];
  });
}

/** The text with the bodies of one numbered region replaced, in order. */
export function fillRegion(text: string, number: string, bodies: readonly string[][]): string {
  let place = 0;
  return replaceBodies(text, (region) => (region.number === number ? bodies[place++] : undefined));
}

/** The lines without exercise markers and placeholders. */
export function withoutMarkers(lines: readonly string[]): string[] {
  return lines.filter((line) => !isMarker(line) && !isPlaceholder(line));
}

export function withoutPlaceholders(text: string): string {
  return text
    .split("\n")
    .filter((line) => !isPlaceholder(line))
    .join("\n");
}

function replaceBodies(text: string, newBody: (region: Region) => string[] | undefined): string {
  const lines = splitLines(text);
  const replacements = parseRegions(text).map((region) => ({ region, body: newBody(region) }));
  // From the last to the first, so that earlier line numbers stay right.
  for (const { region, body } of replacements.reverse()) {
    if (body) lines.splice(region.startLine + 1, region.endLine - region.startLine - 1, ...body);
  }
  return lines.join(text.includes("\r\n") ? "\r\n" : "\n");
}

/** The number and title of a line that starts a region. */
export function startMarkerIn(line: string): { number: string | undefined; title: string } | undefined {
  const match = startMarker.exec(line);
  return match ? { number: match[3], title: match[4] ?? "" } : undefined;
}

export function isEndMarker(line: string): boolean {
  return endMarker.test(line);
}

export function isMarker(line: string): boolean {
  return startMarker.test(line) || endMarker.test(line);
}

export function countOf(regions: readonly Region[], number: string | undefined): number {
  return regions.filter((region) => region.number === number).length;
}

function newRegion(match: RegExpExecArray, startLine: number): Region {
  const [, indent = "", open = "//", number, title = ""] = match;
  const comment = { open, close: open === "<!--" ? "-->" : "" };
  return { number, title, startLine, endLine: startLine, indent, comment, body: [], placeholder: [] };
}

function addLine(region: Region, line: string): void {
  const placeholder = placeholderLine.exec(line);
  if (placeholder) region.placeholder.push(`${placeholder[1]}${placeholder[2]}`);
  else region.body.push(line);
}

const placeholderLine = /^(\s*)(?:\/\/|#)-\s?(.*)$/;

function isPlaceholder(line: string): boolean {
  return placeholderLine.test(line);
}

function nameOf(region: Region): string {
  return `Region ${region.number ?? region.title}`;
}

export function splitLines(text: string): string[] {
  return text.split(/\r?\n/);
}

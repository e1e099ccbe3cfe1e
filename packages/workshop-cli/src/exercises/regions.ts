/**
 * Numbered regions: what a learner is to write stands in the real code between
 * `//#region 3.2 Let only this rule invoke the payment function` and `//#endregion`
 * (or the same after `#`, or inside `<!-- -->`). A number may stand in several places of a file;
 * regions do not nest. A region without a number, `//#region publish`, is only there to be quoted.
 */
export interface Region {
  /** "3.2"; undefined for a region that is only quoted. */
  number?: string;
  /** The task, as the learner reads it; the region's name if it has no number. */
  title: string;
  /** The line numbers, from 0, of the two marker lines. */
  startLine: number;
  endLine: number;
  /** What stands before the marker on its line. */
  indent: string;
  /** How this language begins a comment that ends with the line, and how it ends one. */
  comment: { open: string; close: string };
  /** The lines between the markers, `//- ` lines left out. */
  body: string[];
  /** The placeholder code of the `//- ` lines, without that lead. */
  placeholder: string[];
}

const startMarker = /^(\s*)(\/\/|#|<!--)\s*#region\s+(?:(\d+\.\d+)\s+)?(.*?)\s*(-->)?$/;
const endMarker = /^\s*(?:\/\/|#|<!--)\s*#endregion\b/;

/** What is wrong with a file's region markers, and in which line (from 1). */
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
      if (!open) throw new RegionError("An #endregion stands here without a #region before it.", index + 1);
      regions.push({ ...open, endLine: index });
      open = undefined;
    } else if (open) {
      addLine(open, line);
    }
  });
  if (open) throw new RegionError(`${nameOf(open)} has no #endregion.`, open.startLine + 1);
  return regions;
}

/** The text with the bodies of some numbered regions given way to their TODO and placeholder. */
export function cutRegions(text: string, isCut: (number: string) => boolean): string {
  return replaceBodies(text, (region) => {
    if (region.number === undefined || !isCut(region.number)) return undefined;
    const { open, close } = region.comment;
    const todo = `${region.indent}${open} TODO ${region.number}: ${region.title}${close && ` ${close}`}`;
    return [todo, ...region.placeholder];
  });
}

/** The text with one numbered region's bodies replaced, place by place in order. */
export function fillRegion(text: string, number: string, bodies: readonly string[][]): string {
  let place = 0;
  return replaceBodies(text, (region) => (region.number === number ? bodies[place++] : undefined));
}

/** The text as a reader sees it who is not to know of exercises: marker lines and placeholders left out. */
export function withoutMarkers(lines: readonly string[]): string[] {
  return lines.filter((line) => !startMarker.test(line) && !endMarker.test(line) && !isPlaceholder(line));
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

function splitLines(text: string): string[] {
  return text.split(/\r?\n/);
}

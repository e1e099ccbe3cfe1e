import pc from "picocolors";

/** A stream that output goes to, as far as colour is concerned. */
type Terminal = Pick<NodeJS.WriteStream, "isTTY">;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether to colour what goes to this stream: a terminal gets colour, a pipe or a file does not, on a CI machine and on
 * Windows neither. NO_COLOR and FORCE_COLOR have the last word (no-color.org, force-color.org).
 */
export function hasColour({ isTTY }: Terminal, { NO_COLOR, FORCE_COLOR, TERM }: Environment = process.env): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return Boolean(isTTY) && TERM !== "dumb";
}

/** Paints if any of our two streams takes it; `say` and `note` take the paint off again for the one that does not. */
export const paint = pc.createColors(hasColour(process.stdout) || hasColour(process.stderr));

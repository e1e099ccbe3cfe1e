import pc from "picocolors";

/** The part of an output stream that decides on color. */
type Terminal = Pick<NodeJS.WriteStream, "isTTY">;
type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Whether to color output to this stream: a terminal gets color, a pipe or a file does not, not even in CI or on
 * Windows. NO_COLOR and FORCE_COLOR override that (no-color.org, force-color.org).
 */
export function hasColor({ isTTY }: Terminal, { NO_COLOR, FORCE_COLOR, TERM }: Environment = process.env): boolean {
  if (NO_COLOR) return false;
  if (FORCE_COLOR !== undefined) return FORCE_COLOR !== "0" && FORCE_COLOR !== "false";
  return Boolean(isTTY) && TERM !== "dumb";
}

/** Adds color if stdout or stderr takes it; `say` and `note` remove it again for a stream that does not. */
export const paint = pc.createColors(hasColor(process.stdout) || hasColor(process.stderr));

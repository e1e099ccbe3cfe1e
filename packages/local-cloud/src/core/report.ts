/** Receives the local cloud's own errors, and what it was doing. */
export type Report = (error: unknown, doing: string) => void;

export const reportOnStderr: Report = (error, doing) => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`${withoutControls(`The local cloud failed at ${doing}: ${text}`)}\n`);
};

/** An error may quote what a caller sent: a terminal must show that, and not obey it. */
function withoutControls(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is replaced
  return text.replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g, (found) => encodeURIComponent(found));
}

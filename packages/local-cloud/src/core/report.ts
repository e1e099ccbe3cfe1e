/** Receives the local cloud's own errors, and what it was doing. */
export type Report = (error: unknown, doing: string) => void;

export const reportOnStderr: Report = (error, doing) => {
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`The local cloud failed at ${doing}: ${text}\n`);
};

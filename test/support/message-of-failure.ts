/** The message of the error with which a handler fails; undefined if it succeeds. */
export function messageOfFailure(run: Promise<unknown>): Promise<string | undefined> {
  return run.then(
    () => undefined,
    (error: Error) => error.message,
  );
}

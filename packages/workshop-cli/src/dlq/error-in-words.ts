/** "AccessDeniedException: …" for an error of the SDK, the message alone for one of our own. */
export function errorInWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.name === "Error" ? error.message : `${error.name}: ${error.message}`;
}

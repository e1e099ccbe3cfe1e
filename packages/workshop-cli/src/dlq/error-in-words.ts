/** "AccessDeniedException: …" for an error of the SDK. */
export function errorInWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

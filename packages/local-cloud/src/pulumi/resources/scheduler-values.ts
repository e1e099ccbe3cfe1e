/** The name of a schedule or a group: at most 64 characters. */
export const schedulerName = { replace: true, pattern: /^[0-9a-zA-Z\-_.]{1,64}$/, autoName: { max: 64 } };

/** Scheduler's API takes and returns times as seconds; AWS's own provider has them as RFC 3339 without fractions. */
export function timeText(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : `${new Date(seconds * 1000).toISOString().slice(0, 19)}Z`;
}

export function seconds(text: unknown): number | undefined {
  return typeof text === "string" ? Date.parse(text) / 1000 : undefined;
}

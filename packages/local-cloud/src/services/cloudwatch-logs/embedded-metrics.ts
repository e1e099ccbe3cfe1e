import type { Account } from "../../core/account.ts";

/** The part of the format that is used here ("Specification: Embedded metric format"). */
interface EmbeddedMetrics {
  _aws: {
    Timestamp?: number;
    CloudWatchMetrics: Array<{
      Namespace: string;
      Dimensions?: string[][];
      Metrics: Array<{ Name: string; Unit?: string; StorageResolution?: number }>;
    }>;
  };
  [member: string]: unknown;
}

/** Records the metrics of a log event in the embedded metric format. Any other event is ignored. */
export function recordEmbeddedMetrics(account: Account, message: string, timestamp: number): void {
  const document = embeddedMetrics(message);
  if (!document) return;
  const at = document._aws.Timestamp ?? timestamp;
  for (const directive of document._aws.CloudWatchMetrics) {
    for (const names of directive.Dimensions ?? [[]]) {
      const dimensions = dimensionsOf(document, names);
      if (!dimensions) continue;
      for (const { Name: name, Unit: unit, StorageResolution } of directive.Metrics) {
        const rest = { ...(unit && { unit }), ...(StorageResolution === 1 && { highResolution: true }), at };
        for (const value of valuesOf(document[name])) {
          account.metric({ namespace: directive.Namespace, name, dimensions, value, ...rest });
        }
      }
    }
  }
}

/** The prefix of console output in Lambda's Node.js runtime: time, request, level. CloudWatch ignores it. */
const consolePrefix = /^\S+\t\S+\t[A-Z]+\t/;

function embeddedMetrics(message: string): EmbeddedMetrics | undefined {
  // Most log lines are not JSON, so only those that name the directive are parsed.
  if (!message.includes('"CloudWatchMetrics"')) return undefined;
  try {
    const document = JSON.parse(message.replace(consolePrefix, "")) as EmbeddedMetrics;
    return isWellFormed(document) ? document : undefined;
  } catch {
    return undefined;
  }
}

function isWellFormed(document: EmbeddedMetrics): boolean {
  const directives = document._aws?.CloudWatchMetrics;
  if (!Array.isArray(directives)) return false;
  return directives.every(
    (directive) =>
      typeof directive?.Namespace === "string" &&
      Array.isArray(directive.Metrics) &&
      directive.Metrics.every((metric) => typeof metric?.Name === "string") &&
      (directive.Dimensions === undefined || isDimensionSets(directive.Dimensions)),
  );
}

function isDimensionSets(sets: unknown): boolean {
  return (
    Array.isArray(sets) && sets.every((set) => Array.isArray(set) && set.every((name) => typeof name === "string"))
  );
}

/** The values of a dimension set, or undefined if the document lacks one of them: the set then yields no metric. */
function dimensionsOf(document: EmbeddedMetrics, names: string[]): Record<string, string> | undefined {
  const dimensions: Record<string, string> = {};
  for (const name of names) {
    const value = document[name];
    if (typeof value !== "string" && typeof value !== "number" && typeof value !== "boolean") return undefined;
    dimensions[name] = String(value);
  }
  return dimensions;
}

function valuesOf(member: unknown): number[] {
  return (Array.isArray(member) ? member : [member]).filter((value) => typeof value === "number");
}

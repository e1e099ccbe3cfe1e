import type { Account } from "../../core/account.ts";

/** The part of the format that is read here ("Specification: Embedded metric format"). */
interface EmbeddedMetrics {
  _aws: {
    Timestamp?: number;
    CloudWatchMetrics: Array<{
      Namespace: string;
      Dimensions?: string[][];
      Metrics: Array<{ Name: string; Unit?: string }>;
    }>;
  };
  [member: string]: unknown;
}

/** Notes the metrics that a log event carries in the embedded metric format; any other event is left alone. */
export function recordEmbeddedMetrics(account: Account, message: string, timestamp: number): void {
  const document = embeddedMetrics(message);
  if (!document) return;
  const at = document._aws.Timestamp ?? timestamp;
  for (const directive of document._aws.CloudWatchMetrics) {
    for (const names of directive.Dimensions ?? [[]]) {
      const dimensions = dimensionsOf(document, names);
      if (!dimensions) continue;
      for (const { Name: name, Unit: unit } of directive.Metrics) {
        for (const value of valuesOf(document[name])) {
          account.metric({ namespace: directive.Namespace, name, dimensions, value, ...(unit && { unit }), at });
        }
      }
    }
  }
}

/** What the console of Lambda's Node.js puts before each line: time, request, level. CloudWatch looks past it. */
const consolePrefix = /^\S+\t\S+\t[A-Z]+\t/;

function embeddedMetrics(message: string): EmbeddedMetrics | undefined {
  // Most log lines are no JSON at all: parsing is only worth it for those that say so.
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

/** The values of a set's dimensions, or undefined if the document lacks one: then the set gives no metric. */
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

import { compileJsonPattern } from "./json-pattern.ts";
import { compileTerms } from "./terms.ts";

export interface MessageFilter {
  /** Whether a log event's message matches. */
  matches(message: string): boolean;
  /** A text that every matching message contains, unless it is JSON with escapes: a quick look leaves out the others. */
  literal?: string | undefined;
}

/**
 * Compiles a filter pattern ("Filter pattern syntax for metric filters, subscription filters, filter
 * log events, and Live Tail"): terms, or a JSON pattern in braces. The empty pattern matches everything.
 *
 * @throws AwsError InvalidParameterException with what is wrong in the pattern
 */
export function compileFilterPattern(pattern: string): MessageFilter {
  const trimmed = pattern.trim();
  return trimmed.startsWith("{") ? compileJsonPattern(trimmed) : { matches: compileTerms(trimmed) };
}

import { compileJsonPattern } from "./json-pattern.ts";
import { compileTerms } from "./terms.ts";

/** Says whether a log event's message matches. */
export type MessageFilter = (message: string) => boolean;

/**
 * Compiles a filter pattern ("Filter pattern syntax for metric filters, subscription filters, filter
 * log events, and Live Tail"): terms, or a JSON pattern in braces. The empty pattern matches everything.
 *
 * @throws AwsError InvalidParameterException, saying what is wrong with the pattern
 */
export function compileFilterPattern(pattern: string): MessageFilter {
  const text = pattern.trim();
  return text.startsWith("{") ? compileJsonPattern(text) : compileTerms(text);
}

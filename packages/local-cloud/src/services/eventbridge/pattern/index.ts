/**
 * EventBridge's pattern language ("Creating Amazon EventBridge event patterns", "Comparison
 * operators for use in event patterns in Amazon EventBridge"). PutRule, TestEventPattern,
 * archives and delivery all compile and match here.
 */
export { type CompiledPattern, compileAnyLength, compilePattern } from "./compile.ts";
export type { EventEnvelope } from "./envelope.ts";
export { matches } from "./match.ts";
export { RuleIndex } from "./rule-index.ts";

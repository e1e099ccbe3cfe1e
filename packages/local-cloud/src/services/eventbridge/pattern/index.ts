/**
 * EventBridge's pattern language ("Creating Amazon EventBridge event patterns", "Comparison
 * operators for use in event patterns in Amazon EventBridge"), shared by PutRule, TestEventPattern,
 * archives and delivery.
 */
export { type CompiledPattern, compileAnyLength, compilePattern } from "./compile.ts";
export type { EventEnvelope } from "./envelope.ts";
export { matches } from "./match.ts";
export { RuleIndex } from "./rule-index.ts";

/** IAM's decisions by policies ("Policy evaluation logic"), for tests that judge what a policy does and not its text. */
export { type Decision, evaluate, type PolicySet } from "./evaluate.ts";
export type { AccessRequest, PrincipalFacts } from "./request.ts";
export { type PolicyKind, type PrincipalExists, policyProblem } from "./validate.ts";

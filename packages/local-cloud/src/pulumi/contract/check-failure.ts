/** What is wrong with one input. */
export interface CheckFailure {
  /** A property path, e.g. environment.variables. */
  property: string;
  reason: string;
}

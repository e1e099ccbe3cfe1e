/** The stack itself cannot be deployed, e.g. because another deployment is in progress. */
export class StackError extends Error {
  override name = "StackError";
}

/**
 * The file with the stack's state cannot be used: it is damaged, another stack's, or about another account. Without it
 * nobody knows which resources are the stack's. Deploying from scratch needs an empty account.
 */
export class StateFileError extends StackError {
  override name = "StateFileError";
}

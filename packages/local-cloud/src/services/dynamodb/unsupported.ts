import { AwsError } from "../../core/aws-error.ts";
import type { Operation } from "../../core/service.ts";

const operations = ["ExecuteStatement", "ExecuteTransaction", "BatchExecuteStatement"];

/** Operations in common use that the local cloud lacks: each answers with an error that says what to use instead. */
export function unsupportedOperations(): Record<string, Operation> {
  return Object.fromEntries(operations.map((name) => [name, () => refuse(name)]));
}

function refuse(name: string): never {
  throw new AwsError(
    "UnknownOperationException",
    `The local cloud does not emulate dynamodb:${name} (no PartiQL). ` +
      "Use PutItem, UpdateItem, DeleteItem, Query or TransactWriteItems, or a real account.",
  );
}

/**
 * Refuses input that asks for a feature the local cloud lacks.
 *
 * @param members the feature that each member switches on
 * @throws AwsError ValidationException that names the member
 */
export function refuseMembers<T extends object>(
  operation: string,
  input: T,
  members: Partial<Record<keyof T, string>>,
) {
  for (const [member, feature] of Object.entries(members)) {
    if (!requestsFeature(input[member as keyof T])) continue;
    throw new AwsError(
      "ValidationException",
      `The local cloud does not emulate ${feature}: leave ${member} out of ${operation}, or use a real account.`,
    );
  }
}

/** A missing member, an empty list or a disabled switch requests nothing. */
function requestsFeature(value: unknown): boolean {
  if (value === undefined || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  const { Enabled, StreamEnabled } = value as { Enabled?: boolean; StreamEnabled?: boolean };
  return Enabled !== false && StreamEnabled !== false;
}

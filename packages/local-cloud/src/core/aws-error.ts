/**
 * An error as an AWS service answers it. The wire protocol puts `code` and `message` where
 * that protocol has them; an SDK client raises it under the name `code`.
 */
export class AwsError extends Error {
  /** The error's name, e.g. "ResourceNotFoundException". */
  readonly code: string;
  /** The HTTP status, 400 unless told. */
  readonly status: number;
  /** Further members of the error's shape, e.g. `{ Type: "User" }`. */
  readonly members: Record<string, unknown>;

  constructor(code: string, message: string, status = 400, members: Record<string, unknown> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

/** An error as an AWS service answers it, in any wire protocol. An SDK client throws it with `code` as its name. */
export class AwsError extends Error {
  /** The error's name, e.g. "ResourceNotFoundException". */
  readonly code: string;
  /** The HTTP status. Default: 400. */
  readonly status: number;
  /** Other members of the error's shape, e.g. `{ Type: "User" }`. */
  readonly members: Record<string, unknown>;

  constructor(code: string, message: string, status = 400, members: Record<string, unknown> = {}) {
    super(message);
    this.name = code;
    this.code = code;
    this.status = status;
    this.members = members;
  }
}

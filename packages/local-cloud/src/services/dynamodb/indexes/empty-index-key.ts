import { AwsError } from "../../../core/aws-error.ts";

/** A written item has an empty value where an index has a key. */
export class EmptyIndexKey extends AwsError {
  readonly #problem: string;

  constructor(kind: "string" | "binary", index: string, attribute: string) {
    const problem = `The AttributeValue for a key attribute cannot contain an empty ${kind} value.`;
    super(
      "ValidationException",
      "One or more parameter values are not valid. A value specified for a secondary index key is not supported. " +
        `${problem} IndexName: ${index}, IndexKey: ${attribute}`,
    );
    this.#problem = problem;
  }

  /** The same, as UpdateItem words it. */
  ofUpdate(): AwsError {
    return new AwsError(
      "ValidationException",
      "One or more parameter values are not valid. The update expression attempted to update a secondary index key to a " +
        `value that is not supported. ${this.#problem}`,
    );
  }
}

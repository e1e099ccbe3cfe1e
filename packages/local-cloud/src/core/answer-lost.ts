import { AwsError } from "./aws-error.ts";

/**
 * The operation may have run, but its caller never gets the answer. The endpoint breaks the connection; a service that
 * called another one sees a transient error, and retries.
 */
export class AnswerLost extends AwsError {
  constructor() {
    super("InternalFailure", "The answer was lost on its way to the caller.", 500);
  }
}

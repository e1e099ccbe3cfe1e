import { AwsError } from "./aws-error.ts";

/**
 * The call may have been done, but its caller will never hear of it. The endpoint breaks the
 * connection; a service that called another one sees a failure of the kind that it tries again.
 */
export class AnswerLost extends AwsError {
  constructor() {
    super("InternalFailure", "The answer was lost on its way to the caller.", 500);
  }
}

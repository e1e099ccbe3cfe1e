import { expect, test } from "vitest";
import { throttling } from "../faults/throttling.ts";
import { AnswerLost } from "./answer-lost.ts";
import { AwsError } from "./aws-error.ts";
import type { ServiceName } from "./service.ts";
import { isTransient } from "./transient.ts";

test.each<ServiceName>(["events", "lambda", "dynamodb", "sqs", "sns", "logs", "monitoring", "iam", "sts", "pipes"])(
  "a throttle of %s is transient",
  (service) => {
    const { code, message, status } = throttling(service) as { code: string; message: string; status: number };

    expect(isTransient(new AwsError(code, message, status))).toBe(true);
  },
);

test("a failure of the service or of the connection is transient", () => {
  expect(isTransient(new AwsError("InternalFailure", "", 500))).toBe(true);
  expect(isTransient(new AnswerLost())).toBe(true);
  expect(isTransient(new Error("socket hang up"))).toBe(true);
});

test.each(["AccessDeniedException", "ResourceNotFoundException", "ValidationException"])(
  "%s is not transient",
  (code) => {
    expect(isTransient(new AwsError(code, ""))).toBe(false);
  },
);

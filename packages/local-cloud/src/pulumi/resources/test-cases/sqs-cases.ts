import { expect } from "vitest";
import { policy, queue, queueArn } from "./prerequisites.ts";
import type { ResourceCase } from "./resource-case.ts";

export const sqsCases: Record<string, ResourceCase> = {
  "aws:sqs/queue:Queue": {
    inputs: { name: "dead-letters", messageRetentionSeconds: 1_209_600, tags: { step: "8" } },
    changed: { name: "dead-letters", visibilityTimeoutSeconds: 60 },
    outputs: { arn: queueArn, url: expect.stringMatching(/000000000000\/dead-letters$/) },
  },
  "aws:sqs/queuePolicy:QueuePolicy": {
    needs: [queue],
    inputs: {
      queueUrl: "url of dead-letters",
      policy: policy({
        Sid: "events",
        Effect: "Allow",
        Principal: { Service: "events.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: queueArn,
      }),
    },
    outputs: {},
  },
  "aws:sqs/redrivePolicy:RedrivePolicy": {
    needs: [queue, ["aws:sqs/queue:Queue", { name: "inbox" }]],
    inputs: {
      queueUrl: "url of inbox",
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn, maxReceiveCount: 3 }),
    },
    changed: {
      queueUrl: "url of inbox",
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: queueArn, maxReceiveCount: 5 }),
    },
    outputs: {},
  },
};

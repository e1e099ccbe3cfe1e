import { expect } from "vitest";
import { accountArn, policy, queue, queueArn, topic } from "./prerequisites.ts";
import type { ResourceCase } from "./resource-case.ts";

export const snsCases: Record<string, ResourceCase> = {
  "aws:sns/topic:Topic": {
    inputs: { name: "notifications", displayName: "Bookings", tags: { step: "6" } },
    changed: { name: "notifications", displayName: "All bookings" },
    outputs: { arn: accountArn("sns", "notifications"), owner: "000000000000" },
  },
  "aws:sns/topicPolicy:TopicPolicy": {
    needs: [topic],
    inputs: {
      arn: accountArn("sns", "notifications"),
      policy: policy({
        Sid: "publish",
        Effect: "Allow",
        Principal: { Service: "cloudwatch.amazonaws.com" },
        Action: "sns:Publish",
        Resource: accountArn("sns", "notifications"),
      }),
    },
    outputs: { owner: "000000000000" },
  },
  "aws:sns/topicSubscription:TopicSubscription": {
    needs: [topic, queue],
    inputs: { topic: accountArn("sns", "notifications"), protocol: "sqs", endpoint: queueArn },
    changed: {
      topic: accountArn("sns", "notifications"),
      protocol: "sqs",
      endpoint: queueArn,
      rawMessageDelivery: true,
      filterPolicy: '{"kind":["ticket"]}',
    },
    outputs: { arn: expect.stringContaining(":notifications:"), pendingConfirmation: false },
  },
};

import type { ResourceType } from "../contract/resource-type.ts";
import { dashboard } from "./dashboard.ts";
import { dynamodbTable } from "./dynamodb-table.ts";
import { eventArchive } from "./event-archive.ts";
import { eventBus } from "./event-bus.ts";
import { eventBusPolicy } from "./event-bus-policy.ts";
import { eventPermission } from "./event-permission.ts";
import { eventRule } from "./event-rule.ts";
import { eventTarget } from "./event-target.ts";
import { iamPolicy } from "./iam-policy.ts";
import { iamRole } from "./iam-role.ts";
import { iamRolePolicy } from "./iam-role-policy.ts";
import { iamRolePolicyAttachment } from "./iam-role-policy-attachment.ts";
import { lambdaFunction } from "./lambda-function.ts";
import { lambdaFunctionEventInvokeConfig } from "./lambda-function-event-invoke-config.ts";
import { lambdaFunctionUrl } from "./lambda-function-url.ts";
import { lambdaPermission } from "./lambda-permission.ts";
import { logGroup } from "./log-group.ts";
import { logResourcePolicy } from "./log-resource-policy.ts";
import { metricAlarm } from "./metric-alarm.ts";
import { pipe } from "./pipe.ts";
import { schedulerSchedule } from "./scheduler-schedule.ts";
import { schedulerScheduleGroup } from "./scheduler-schedule-group.ts";
import { snsTopic } from "./sns-topic.ts";
import { snsTopicPolicy } from "./sns-topic-policy.ts";
import { snsTopicSubscription } from "./sns-topic-subscription.ts";
import { sqsQueue } from "./sqs-queue.ts";
import { sqsQueuePolicy, sqsRedrivePolicy } from "./sqs-queue-attribute.ts";

const types: ResourceType[] = [
  dashboard,
  dynamodbTable,
  eventArchive,
  eventBus,
  eventBusPolicy,
  eventPermission,
  eventRule,
  eventTarget,
  iamPolicy,
  iamRole,
  iamRolePolicy,
  iamRolePolicyAttachment,
  lambdaFunction,
  lambdaFunctionEventInvokeConfig,
  lambdaFunctionUrl,
  lambdaPermission,
  logGroup,
  logResourcePolicy,
  metricAlarm,
  schedulerSchedule,
  schedulerScheduleGroup,
  pipe,
  snsTopic,
  snsTopicPolicy,
  snsTopicSubscription,
  sqsQueue,
  sqsQueuePolicy,
  sqsRedrivePolicy,
];

/** The resource types of the local cloud's provider, by token. */
export const resourceTypes: Readonly<Record<string, ResourceType>> = Object.fromEntries(
  types.map((type) => [type.token, type]),
);

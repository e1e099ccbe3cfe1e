import type { Account } from "../../core/account.ts";
import type { Operation, Service } from "../../core/service.ts";
import { tagsFromList } from "../../core/tags.ts";
import { nameIn } from "./arns.ts";
import { EventBridge } from "./event-bridge.ts";
import { cancelReplay } from "./operations/cancel-replay.ts";
import { createArchive } from "./operations/create-archive.ts";
import { createEventBus } from "./operations/create-event-bus.ts";
import { deleteArchive } from "./operations/delete-archive.ts";
import { deleteEventBus } from "./operations/delete-event-bus.ts";
import { deleteRule } from "./operations/delete-rule.ts";
import { describeArchive } from "./operations/describe-archive.ts";
import { describeEventBus } from "./operations/describe-event-bus.ts";
import { describeReplay } from "./operations/describe-replay.ts";
import { describeRule } from "./operations/describe-rule.ts";
import { disableRule } from "./operations/disable-rule.ts";
import { enableRule } from "./operations/enable-rule.ts";
import { listArchives } from "./operations/list-archives.ts";
import { listEventBuses } from "./operations/list-event-buses.ts";
import { listReplays } from "./operations/list-replays.ts";
import { listRuleNamesByTarget } from "./operations/list-rule-names-by-target.ts";
import { listRules } from "./operations/list-rules.ts";
import { listTagsForResource } from "./operations/list-tags-for-resource.ts";
import { listTargetsByRule } from "./operations/list-targets-by-rule.ts";
import { putEvents } from "./operations/put-events.ts";
import { putPermission } from "./operations/put-permission.ts";
import { putRule } from "./operations/put-rule.ts";
import { putTargets } from "./operations/put-targets.ts";
import { removePermission } from "./operations/remove-permission.ts";
import { removeTargets } from "./operations/remove-targets.ts";
import { startReplay } from "./operations/start-replay.ts";
import { tagResource } from "./operations/tag-resource.ts";
import { testEventPattern } from "./operations/test-event-pattern.ts";
import { untagResource } from "./operations/untag-resource.ts";
import { updateArchive } from "./operations/update-archive.ts";
import { updateEventBus } from "./operations/update-event-bus.ts";

/** Amazon EventBridge: buses, rules and their targets, delivery, archives and replays. */
export function createEventBridge(account: Account): Service {
  const bridge = new EventBridge(account);
  return {
    name: "events",
    wire: { kind: "json", version: "1.1", targetPrefix: "AWSEvents" },
    operations: operationsOf(bridge),
    resourcePolicy: (arn) => {
      const busName = nameIn("event-bus", arn);
      return busName === undefined ? undefined : bridge.policyOf(busName);
    },
    resourceTags: (arn) => tagsFromList(bridge.tags.of(arn)),
    emit: (event) => bridge.emit(event),
    pending: () => bridge.pending(),
    resume: () => bridge.resume(),
    close: () => bridge.close(),
  };
}

function operationsOf(bridge: EventBridge): Record<string, Operation> {
  return {
    CancelReplay: cancelReplay(bridge),
    CreateArchive: createArchive(bridge),
    CreateEventBus: createEventBus(bridge),
    DeleteArchive: deleteArchive(bridge),
    DeleteEventBus: deleteEventBus(bridge),
    DeleteRule: deleteRule(bridge),
    DescribeArchive: describeArchive(bridge),
    DescribeEventBus: describeEventBus(bridge),
    DescribeReplay: describeReplay(bridge),
    DescribeRule: describeRule(bridge),
    DisableRule: disableRule(bridge),
    EnableRule: enableRule(bridge),
    ListArchives: listArchives(bridge),
    ListEventBuses: listEventBuses(bridge),
    ListReplays: listReplays(bridge),
    ListRuleNamesByTarget: listRuleNamesByTarget(bridge),
    ListRules: listRules(bridge),
    ListTagsForResource: listTagsForResource(bridge),
    ListTargetsByRule: listTargetsByRule(bridge),
    PutEvents: putEvents(bridge),
    PutPermission: putPermission(bridge),
    PutRule: putRule(bridge),
    PutTargets: putTargets(bridge),
    RemovePermission: removePermission(bridge),
    RemoveTargets: removeTargets(bridge),
    StartReplay: startReplay(bridge),
    TagResource: tagResource(bridge),
    TestEventPattern: testEventPattern(bridge),
    UntagResource: untagResource(bridge),
    UpdateArchive: updateArchive(bridge),
    UpdateEventBus: updateEventBus(bridge),
  };
}

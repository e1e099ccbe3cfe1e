import type { StartReplayRequest, StartReplayResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { Operation, Wire } from "../../../core/service.ts";
import { isOver } from "../archive/replays.ts";
import { nameIn, replayArn, ruleIn } from "../arns.ts";
import { ruleKey } from "../collections.ts";
import { alreadyExists, invalidParameter, limitExceeded } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import type { StoredArchive } from "../stored.ts";
import { namePattern } from "../validation.ts";

/** Unfinished replays ("Amazon EventBridge quotas"). */
const maxReplays = 10;

/** "StartReplay": resends an archive's events from a time range to the bus that they came from. */
export function startReplay(bridge: EventBridge): Operation<Wire<StartReplayRequest>, Wire<StartReplayResponse>> {
  return (input, context) => {
    check(input);
    const name = input.ReplayName!;
    const ReplayArn = replayArn(bridge.account, name);
    for (const resource of [ReplayArn, input.EventSourceArn!, input.Destination!.Arn!]) {
      context.authorize({ action: "events:StartReplay", resource });
    }
    const archive = checkSource(bridge, input);
    checkFilters(bridge, archive, input.Destination!.FilterArns);
    if (bridge.state.replays.has(name)) throw alreadyExists(`Replay ${name}`);
    if ([...bridge.state.replays.values()].filter((one) => !isOver(one)).length >= maxReplays) throw limitExceeded();
    const replay = bridge.replays.start({
      name,
      description: input.Description,
      archiveName: archive.name,
      archiveUuid: archive.uuid,
      busName: archive.busName,
      filterArns: input.Destination!.FilterArns ?? [],
      from: Math.floor(input.EventStartTime!) * 1000,
      until: Math.floor(input.EventEndTime!) * 1000,
    });
    return { ReplayArn, State: replay.state, ReplayStartTime: replay.startedAt / 1000 };
  };
}

function check(input: Wire<StartReplayRequest>): void {
  new Constraints()
    .text("replayName", input.ReplayName, { required: true, min: 1, max: 64, pattern: namePattern })
    .text("description", input.Description, { max: 512 })
    .text("eventSourceArn", input.EventSourceArn, { required: true, min: 1, max: 1600 })
    .number("eventStartTime", input.EventStartTime, { required: true })
    .number("eventEndTime", input.EventEndTime, { required: true })
    .text("destination.arn", input.Destination?.Arn, { required: true, min: 1, max: 1600 })
    .check();
  if (input.EventEndTime! <= input.EventStartTime!) {
    throw invalidParameter("EventEndTime", "EventStartTime must be before EventEndTime.");
  }
}

function checkSource({ state }: EventBridge, { EventSourceArn, Destination }: Wire<StartReplayRequest>): StoredArchive {
  const busName = nameIn("event-bus", Destination!.Arn!);
  if (busName === undefined) throw invalidParameter("Destination.Arn", "Must contain an event bus ARN.");
  state.bus(busName);
  const archiveName = nameIn("archive", EventSourceArn!);
  if (archiveName === undefined) throw invalidParameter("EventSourceArn", "Must contain an archive ARN.");
  const archive = state.archives.get(archiveName);
  if (!archive) throw invalidParameter("EventSourceArn", `Archive ${archiveName} does not exist.`);
  if (archive.busName !== busName)
    throw invalidParameter("Destination.Arn", "Cross event bus replay is not permitted.");
  return archive;
}

function checkFilters({ state }: EventBridge, { busName }: StoredArchive, filterArns: readonly string[] = []): void {
  for (const arn of filterArns) {
    const rule = ruleIn(arn);
    if (rule?.busName !== busName || !state.rules.has(ruleKey(busName, rule.ruleName))) {
      throw invalidParameter("Destination.FilterArns", `${arn} is not the ARN of a rule on event bus ${busName}.`);
    }
  }
}

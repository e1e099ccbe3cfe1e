import type { StartReplayCommandInput } from "@aws-sdk/client-eventbridge";

export interface ReplayToOneRule {
  /** Of this replay alone: EventBridge takes a name once. */
  name: string;
  archiveArn: string;
  busArn: string;
  ruleArn: string;
  /** Events from this time on, by their own time, */
  from: Date;
  /** and up to, not including, this one. */
  until: Date;
}

/** What StartReplay takes so that the events of some time are delivered once more, to one rule. */
export function replayToOneRule(replay: ReplayToOneRule): StartReplayCommandInput {
  return {
    ReplayName: replay.name,
    EventSourceArn: replay.archiveArn,
    EventStartTime: replay.from,
    EventEndTime: replay.until,
    Destination: {
      Arn: replay.busArn,
      //#region 10.3 Replay to the one rule whose consumer was wrong
      FilterArns: [replay.ruleArn],
      //#endregion
    },
  };
}

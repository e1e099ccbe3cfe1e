import type { StartReplayCommandInput } from "@aws-sdk/client-eventbridge";

export interface ReplayToOneRule {
  /** Must be unique: EventBridge does not accept a replay's name twice. */
  name: string;
  archiveArn: string;
  busArn: string;
  ruleArn: string;
  /** Start of the period, by the events' own time. */
  from: Date;
  /** End of the period, exclusive. */
  until: Date;
}

/** The input of StartReplay for delivering the events of a period to one rule again. */
export function replayToOneRule(replay: ReplayToOneRule): StartReplayCommandInput {
  return {
    ReplayName: replay.name,
    EventSourceArn: replay.archiveArn,
    EventStartTime: replay.from,
    EventEndTime: replay.until,
    Destination: {
      Arn: replay.busArn,
      //#region 10.3 Replay to one rule only
      FilterArns: [replay.ruleArn],
      //#endregion
    },
  };
}

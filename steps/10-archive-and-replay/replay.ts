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
    //#region 10.2 Replay a whole period to one rule
    //- EventStartTime: replay.from,
    //- EventEndTime: replay.until,
    EventStartTime: wholeSecond(replay.from, Math.floor),
    EventEndTime: wholeSecond(replay.until, Math.ceil),
    //#endregion
    Destination: {
      Arn: replay.busArn,
      //#region 10.2 Replay a whole period to one rule
      FilterArns: [replay.ruleArn],
      //#endregion
    },
  };
}

/** The time without milliseconds. `round` is Math.floor for the second before, or Math.ceil for the one after. */
function wholeSecond(time: Date, round: (seconds: number) => number): Date {
  return new Date(round(time.getTime() / 1000) * 1000);
}

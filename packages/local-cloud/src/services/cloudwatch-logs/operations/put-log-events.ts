import type { PutLogEventsRequest, PutLogEventsResponse } from "@aws-sdk/client-cloudwatch-logs";
import type { Operation, Wire } from "../../../core/service.ts";
import { streamArn } from "../arns.ts";
import { acceptBatch } from "../batch.ts";
import { recordEmbeddedMetrics } from "../embedded-metrics.ts";
import { eventKey } from "../event-key.ts";
import { drawRank } from "../read-events.ts";
import type { CloudWatchLogsState } from "../state.ts";
import { groupName, required, streamName } from "../validate.ts";

/**
 * Appends a batch to a stream. Events that are too old or too new are rejected and reported. The
 * sequence token is ignored, as on AWS since 2023 ("PutLogEvents").
 */
export function putLogEvents(
  state: CloudWatchLogsState,
): Operation<Wire<PutLogEventsRequest>, Wire<PutLogEventsResponse>> {
  return (input, { account, authorize }) => {
    const group = groupName(input.logGroupName);
    const name = streamName(input.logStreamName);
    authorize({ action: "logs:PutLogEvents", resource: streamArn(account, group, name) });
    const stream = state.stream(group, name);
    const now = account.clock.now();
    const batch = acceptBatch(required(input.logEvents, "logEvents"), now, state.expiryLimit(state.group(group)));

    const events = state.events(group, name);
    let rank: number | undefined;
    for (const { timestamp, message } of batch.accepted) {
      const sequence = account.store.sequence();
      rank ??= drawRank(account, sequence);
      events.set(eventKey({ timestamp, rank, sequence }), { message, ingestionTime: now });
      recordEmbeddedMetrics(account, message, timestamp);
    }
    const first = batch.accepted[0];
    if (first) {
      state.streams(group).set(name, {
        ...stream,
        firstEventTimestamp: Math.min(stream.firstEventTimestamp ?? first.timestamp, first.timestamp),
        lastEventTimestamp: Math.max(stream.lastEventTimestamp ?? 0, batch.accepted.at(-1)!.timestamp),
        lastIngestionTime: now,
        storedBytes: stream.storedBytes + batch.bytes,
      });
    }
    state.retention.onWrite();
    return {
      nextSequenceToken: account.store.sequence().padStart(56, "0"),
      ...(batch.rejected && { rejectedLogEventsInfo: batch.rejected }),
    };
  };
}

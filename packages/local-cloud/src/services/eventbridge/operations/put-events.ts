import type { PutEventsRequest, PutEventsResponse } from "@aws-sdk/client-eventbridge";
import { Constraints } from "../../../core/constraints.ts";
import type { CallContext, Operation, Wire } from "../../../core/service.ts";
import { busNameOf } from "../arns.ts";
import { type EventEnvelope, envelopeTime } from "../envelope.ts";
import { notEmulated, validationError } from "../errors.ts";
import type { EventBridge } from "../event-bridge.ts";
import { type Forwarded, forwardedIn } from "../forwarding.ts";
import { countForAccount } from "../metrics.ts";
import { accessOf, type EntryAccess } from "../put-events/access.ts";
import {
  type Entry,
  type EntryFailure,
  entryText,
  hasFailed,
  readEntry,
  type ValidEntry,
} from "../put-events/entry.ts";
import { maxRequestBytes, sizeOf } from "../put-events/size.ts";
import { busNameOrArn } from "../validation.ts";

type Result = EntryFailure | { EventId: string };

const maxEntries = 10;

/**
 * "PutEvents": accepts up to ten events. Each entry has its own result, in the order of the
 * entries; even a call in which every entry failed returns 200.
 */
export function putEvents(bridge: EventBridge): Operation<Wire<PutEventsRequest>, Wire<PutEventsResponse>> {
  return (input, context) => {
    const forwarded = forwardedIn(input);
    if (forwarded) return acceptForwarded(bridge, forwarded, context);
    const entries = checkRequest(input);
    countForAccount(bridge.account, "PutEventsEntriesCount", entries.length);
    const access = accessOf(context, { fromBus: false });
    const checked = entries.map((entry) => check(bridge, entry, access));
    const results = checked.map((entry, at) => (hasFailed(entry) ? entry : accept(bridge, entries[at]!, entry)));
    const FailedEntryCount = results.filter(hasFailed).length;
    if (FailedEntryCount > 0) countForAccount(bridge.account, "PutEventsFailedEntriesCount", FailedEntryCount);
    return { FailedEntryCount, Entries: results };
  };
}

function checkRequest({ Entries, EndpointId }: Wire<PutEventsRequest>): Entry[] {
  const constraints = new Constraints().list("entries", Entries, {
    required: true,
    min: 1,
    max: maxEntries,
    print: entryText,
  });
  for (const [at, { EventBusName, Time }] of (Array.isArray(Entries) ? Entries : []).entries()) {
    constraints.text(`entries.${at + 1}.member.eventBusName`, EventBusName, busNameOrArn);
    constraints.number(`entries.${at + 1}.member.time`, Time, {});
  }
  constraints.check();
  if (EndpointId !== undefined) throw notEmulated("global endpoints", "Remove EndpointId.");
  const size = Entries!.reduce((sum, entry) => sum + sizeOf(entry), 0);
  if (size > maxRequestBytes) throw validationError("Total size of the entries in the request is over the limit.");
  return Entries!;
}

function check(bridge: EventBridge, entry: Entry, access: EntryAccess): ValidEntry | EntryFailure {
  const read = readEntry(entry);
  if (hasFailed(read)) return read;
  return access(read, bridge.arnOf(busNameOf(entry.EventBusName))) ?? read;
}

/** An event for a bus that does not exist is accepted like any other, then dropped. */
function accept(bridge: EventBridge, entry: Entry, valid: ValidEntry): Result {
  const event = envelopeOf(bridge, entry, valid);
  const busName = busNameOf(entry.EventBusName);
  if (bridge.state.buses.has(busName)) bridge.ingest({ busName, event, traceHeader: entry.TraceHeader });
  return { EventId: event.id };
}

function envelopeOf({ account }: EventBridge, { Time, Resources }: Entry, valid: ValidEntry): EventEnvelope {
  return {
    version: "0",
    id: account.random.uuid(),
    "detail-type": valid.detailType,
    source: valid.source,
    account: account.id,
    time: envelopeTime(Time === undefined ? account.clock.now() : Time * 1000),
    region: account.region,
    resources: Resources ?? [],
    detail: valid.detail,
  };
}

function acceptForwarded(
  bridge: EventBridge,
  { busName, event, traceHeader }: Forwarded,
  context: CallContext,
): Wire<PutEventsResponse> {
  context.authorize({
    action: "events:PutEvents",
    resource: bridge.arnOf(busName),
    conditions: {
      "events:source": event.source,
      "events:detail-type": event["detail-type"],
      "events:eventBusInvocation": "true",
    },
  });
  if (bridge.state.buses.has(busName)) bridge.ingest({ busName, event, traceHeader, forwarded: true });
  return { FailedEntryCount: 0, Entries: [{ EventId: event.id }] };
}

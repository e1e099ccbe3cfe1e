import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  type FilterLogEventsCommandInput,
  paginateFilterLogEvents,
} from "@aws-sdk/client-cloudwatch-logs";

/** All events of a log group that the filter lets through, oldest first, from all pages of the answer. */
export async function readLogEvents(
  client: CloudWatchLogsClient,
  filter: Omit<FilterLogEventsCommandInput, "nextToken">,
): Promise<FilteredLogEvent[]> {
  const found: FilteredLogEvent[] = [];
  for await (const { events = [] } of paginateFilterLogEvents({ client }, filter)) found.push(...events);
  return found;
}

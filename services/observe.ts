import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Context, EventBridgeEvent } from "aws-lambda";
import type { Metadata } from "./events/metadata.ts";

/** The service's name and the metrics' namespace come from the function's environment. */
const logger = new Logger();
const metrics = new Metrics();

/** What every log line of one run says beside its message, so that it can be found by it. */
export type Keys = Record<string, string | number | undefined>;

/** The same handler, observed: one line for each run, and the error that ended it, if one did. */
export function observed<Event, Answer>(handle: (event: Event) => Promise<Answer>, keysOf: (event: Event) => Keys) {
  return async (event: Event, context: Context): Promise<Answer> => {
    logger.addContext(context);
    logger.appendKeys(keysOf(event));
    try {
      const answer = await handle(event);
      logger.info("done");
      return answer;
    } catch (error) {
      logger.error("failed", error as Error);
      throw error;
    } finally {
      if (metrics.hasStoredMetrics()) metrics.publishStoredMetrics();
      logger.resetKeys();
    }
  };
}

/** A handler of events, observed: each line says which booking it is about, and which request it all began with. */
export function observedConsumer<Answer>(handle: (event: EventBridgeEvent<string, unknown>) => Promise<Answer>) {
  return observed(handle, (event) => {
    const { bookingId, metadata } = event.detail as { bookingId?: string; metadata?: Partial<Metadata> };
    return {
      event: event["detail-type"],
      version: metadata?.version,
      //#region 11.1 Log the booking id and the correlation id on every line
      bookingId,
      correlationId: metadata?.correlationId,
      //#endregion
      eventId: metadata?.eventId,
      causationId: metadata?.causationId,
    };
  });
}

/** Adds to what the lines of this run say. */
export function alsoSay(keys: Keys): void {
  logger.appendKeys(keys);
}

/** Counts one more, e.g. of "BookingsBegan": written to the log, from which CloudWatch makes the metric. */
export function count(name: string): void {
  metrics.addMetric(name, MetricUnit.Count, 1);
}

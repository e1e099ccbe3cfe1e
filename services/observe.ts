import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Context, EventBridgeEvent } from "aws-lambda";
import type { Metadata } from "./events/metadata.ts";

/** Powertools reads the service name and the metrics namespace from the function's environment. */
const logger = new Logger();
const metrics = new Metrics();

/** Fields that are added to every log line of one invocation, to search by. */
export type LogKeys = Record<string, string | number | undefined>;

/** Wraps a handler: logs one line per invocation, with the error if the handler failed, and publishes its metrics. */
export function observed<Event, Answer>(handle: (event: Event) => Promise<Answer>, keysOf: (event: Event) => LogKeys) {
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

/** Wraps an event handler: each log line has the booking id and the correlation id. */
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

/** Adds fields to the log lines of this invocation. */
export function addLogKeys(keys: LogKeys): void {
  logger.appendKeys(keys);
}

/** Adds one to a metric, e.g. "BookingsBegan". It is written to the log; CloudWatch extracts the metric from there. */
export function count(name: string): void {
  metrics.addMetric(name, MetricUnit.Count, 1);
}

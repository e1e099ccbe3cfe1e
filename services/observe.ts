import { Logger } from "@aws-lambda-powertools/logger";
import { Metrics, MetricUnit } from "@aws-lambda-powertools/metrics";
import type { Context } from "aws-lambda";
import type { Metadata } from "./events/metadata.ts";
import { requestKeys, responseKeys } from "./observe-request.ts";

/** Powertools reads the service name and the metrics namespace from the function's environment. */
const logger = new Logger();
const metrics = new Metrics();

/** Fields that are added to every log line of one invocation, to search by. */
export type LogKeys = Record<string, string | number | undefined>;

/** What an event of the choreography has for the log, if it has it. */
interface LoggedEvent {
  "detail-type"?: string;
  detail?: { bookingId?: string; metadata?: Partial<Metadata> };
}

/** Wraps a handler from step 11 on: logs one line per invocation, with the error if it failed, and publishes its metrics. */
export function wrap<Event, Answer>(handle: (event: Event, context: Context) => Promise<Answer>) {
  return async (event: Event, context: Context): Promise<Answer> => {
    logger.addContext(context);
    logger.appendKeys({ ...eventKeys(event as LoggedEvent), ...requestKeys(event) });
    try {
      const answer = await handle(event, context);
      logger.appendKeys(responseKeys(answer));
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

function eventKeys({ "detail-type": event, detail: { bookingId, metadata } = {} }: LoggedEvent): LogKeys {
  return {
    event,
    version: metadata?.version,
    //#region 11.1 Log the booking id and the correlation id on every line
    bookingId,
    correlationId: metadata?.correlationId,
    //#endregion
    eventId: metadata?.eventId,
    causationId: metadata?.causationId,
  };
}

/** Reports the current value of a metric, e.g. an age in seconds. It is written to the log; CloudWatch extracts it from there. */
export function gauge(name: string, seconds: number): void {
  metrics.addMetric(name, MetricUnit.Seconds, seconds);
}

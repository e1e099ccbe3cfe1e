import { validationError } from "../errors.ts";
import { type Aggregate, percentile } from "./aggregate.ts";

export const plainStatistics = ["SampleCount", "Average", "Sum", "Minimum", "Maximum"] as const;

const plain: Record<string, (aggregate: Aggregate) => number> = {
  SampleCount: ({ count }) => count,
  Average: ({ sum, count }) => sum / count,
  Sum: ({ sum }) => sum,
  Minimum: ({ min }) => min,
  Maximum: ({ max }) => max,
};

/**
 * Computes a statistic from an aggregate: one of `plainStatistics`, or a percentile such as p99.
 * See "CloudWatch statistics definitions".
 *
 * @throws AwsError for any other statistic
 */
export function statistic(name: string): (aggregate: Aggregate) => number {
  const found = Object.hasOwn(plain, name) ? plain[name] : undefined;
  if (found) return found;
  const percent = /^p(\d{1,2}(?:\.\d{1,10})?|100)$/.exec(name)?.[1];
  if (percent !== undefined) return (aggregate) => percentile(aggregate, Number(percent));
  throw validationError(
    `The value ${name} for parameter Stat is not supported. The local cloud supports ` +
      `${plainStatistics.join(", ")} and percentiles such as p99.`,
  );
}

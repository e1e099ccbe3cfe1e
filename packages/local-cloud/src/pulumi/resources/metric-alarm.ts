import type {
  DescribeAlarmsOutput,
  Dimension,
  ListTagsForResourceOutput,
  MetricAlarm,
  MetricDataQuery,
  PutMetricAlarmInput,
} from "@aws-sdk/client-cloudwatch";
import type { Live, ResourceType } from "../contract/resource-type.ts";
import { boolean, list, map, number, object, string, tags } from "../contract/schema.ts";
import type { PropertyMap } from "../property-values/values.ts";
import { tagList, tagMap, updateTags } from "./tags.ts";

const actions = list(string(), { unordered: true });
const comparisonOperators = [
  "GreaterThanOrEqualToThreshold",
  "GreaterThanThreshold",
  "LessThanThreshold",
  "LessThanOrEqualToThreshold",
  "LessThanLowerOrGreaterThanUpperThreshold",
  "LessThanLowerThreshold",
  "GreaterThanUpperThreshold",
];

const metric = object({
  metricName: string({ required: true }),
  namespace: string(),
  period: number({ required: true }),
  stat: string({ required: true }),
  unit: string(),
  dimensions: map(string()),
});

/** An alarm is on one metric or on queries. */
const ofOneMetric = { conflictsWith: ["metricQueries"] };

export const metricAlarm: ResourceType = {
  token: "aws:cloudwatch/metricAlarm:MetricAlarm",
  title: "CloudWatch Metric Alarm",
  inputs: {
    name: string({ replace: true, max: 255, autoName: { max: 255 } }),
    comparisonOperator: string({ required: true, oneOf: comparisonOperators }),
    evaluationPeriods: number({ required: true, min: 1 }),
    metricName: string({ max: 255, ...ofOneMetric }),
    namespace: string({ max: 255, ...ofOneMetric }),
    period: number({ min: 1, ...ofOneMetric }),
    statistic: string({ oneOf: ["SampleCount", "Average", "Sum", "Minimum", "Maximum"], ...ofOneMetric }),
    extendedStatistic: string({ conflictsWith: ["statistic", "metricQueries"] }),
    threshold: number({ fraction: true }),
    dimensions: map(string(), ofOneMetric),
    metricQueries: list(
      object({
        id: string({ required: true }),
        expression: string(),
        label: string(),
        period: number(),
        returnData: boolean({ default: false }),
        metric,
      }),
      { unordered: true },
    ),
    datapointsToAlarm: number({ min: 1 }),
    treatMissingData: string({ oneOf: ["missing", "ignore", "breaching", "notBreaching"], default: "missing" }),
    actionsEnabled: boolean({ default: true }),
    alarmActions: actions,
    okActions: actions,
    insufficientDataActions: actions,
    alarmDescription: string({ max: 1024 }),
    unit: string(),
    tags,
  },
  outputs: ["arn", "region"],
  idOf: (inputs) => inputs.name as string,

  validate(inputs) {
    if (inputs.metricName !== undefined || inputs.metricQueries !== undefined) return [];
    return [{ property: "metricName", reason: "exactly one of metricName, metricQueries must be given" }];
  },

  async create(inputs, cloud) {
    await cloud.call("monitoring", "PutMetricAlarm", { ...request(inputs), Tags: tagList(inputs.tags) });
    return inputs.name as string;
  },

  async read(id, cloud) {
    const found = await cloud.call<DescribeAlarmsOutput>("monitoring", "DescribeAlarms", { AlarmNames: [id] });
    const alarm = found.MetricAlarms?.[0];
    if (!alarm) return undefined;
    const listed = await cloud.call<ListTagsForResourceOutput>("monitoring", "ListTagsForResource", {
      ResourceARN: alarm.AlarmArn,
    });
    return { ...propertiesOf(alarm), tags: tagMap(listed.Tags) };
  },

  async update(_id, news, cloud, change) {
    await cloud.call("monitoring", "PutMetricAlarm", request(news));
    const ResourceARN = change.olds.arn;
    await updateTags(change.olds.tags, news.tags, {
      tag: (set) => cloud.call("monitoring", "TagResource", { ResourceARN, Tags: tagList(set) }),
      untag: (TagKeys) => cloud.call("monitoring", "UntagResource", { ResourceARN, TagKeys }),
    });
  },

  async delete(id, cloud) {
    await cloud.find("monitoring", "DeleteAlarms", { AlarmNames: [id] });
  },
};

function request(inputs: PropertyMap): PutMetricAlarmInput {
  const queries = inputs.metricQueries as PropertyMap[] | undefined;
  return {
    AlarmName: inputs.name as string,
    AlarmDescription: inputs.alarmDescription as string | undefined,
    ActionsEnabled: inputs.actionsEnabled as boolean | undefined,
    AlarmActions: (inputs.alarmActions as string[] | undefined) ?? [],
    OKActions: (inputs.okActions as string[] | undefined) ?? [],
    InsufficientDataActions: (inputs.insufficientDataActions as string[] | undefined) ?? [],
    ComparisonOperator: inputs.comparisonOperator as PutMetricAlarmInput["ComparisonOperator"],
    EvaluationPeriods: inputs.evaluationPeriods as number,
    DatapointsToAlarm: inputs.datapointsToAlarm as number | undefined,
    Threshold: inputs.threshold as number | undefined,
    TreatMissingData: inputs.treatMissingData as string | undefined,
    Metrics: queries?.map(toQuery),
    ...(queries
      ? {}
      : {
          MetricName: inputs.metricName as string,
          Namespace: inputs.namespace as string | undefined,
          Period: inputs.period as number | undefined,
          Statistic: inputs.statistic as PutMetricAlarmInput["Statistic"],
          ExtendedStatistic: inputs.extendedStatistic as string | undefined,
          Dimensions: toDimensions(inputs.dimensions),
          Unit: inputs.unit as PutMetricAlarmInput["Unit"],
        }),
  };
}

function toQuery(query: PropertyMap): MetricDataQuery {
  const metric = query.metric as PropertyMap | undefined;
  return {
    Id: query.id as string,
    Expression: query.expression as string | undefined,
    Label: query.label as string | undefined,
    Period: query.period as number | undefined,
    ReturnData: query.returnData as boolean,
    MetricStat: metric && {
      Metric: {
        MetricName: metric.metricName as string,
        Namespace: metric.namespace as string,
        Dimensions: toDimensions(metric.dimensions),
      },
      Period: metric.period as number,
      Stat: metric.stat as string,
      Unit: metric.unit as PutMetricAlarmInput["Unit"],
    },
  };
}

function propertiesOf(alarm: MetricAlarm): Live {
  return {
    name: alarm.AlarmName,
    arn: alarm.AlarmArn,
    alarmDescription: alarm.AlarmDescription,
    actionsEnabled: alarm.ActionsEnabled ?? true,
    alarmActions: alarm.AlarmActions,
    okActions: alarm.OKActions,
    insufficientDataActions: alarm.InsufficientDataActions,
    comparisonOperator: alarm.ComparisonOperator,
    evaluationPeriods: alarm.EvaluationPeriods,
    datapointsToAlarm: alarm.DatapointsToAlarm,
    threshold: alarm.Threshold,
    treatMissingData: alarm.TreatMissingData ?? "missing",
    metricName: alarm.MetricName,
    namespace: alarm.Namespace,
    period: alarm.Period,
    statistic: alarm.Statistic,
    extendedStatistic: alarm.ExtendedStatistic,
    dimensions: fromDimensions(alarm.Dimensions),
    unit: alarm.Unit,
    metricQueries: alarm.Metrics?.map(fromQuery),
  };
}

function fromQuery({ MetricStat: stat, ...query }: MetricDataQuery): Live {
  return {
    id: query.Id,
    expression: query.Expression,
    label: query.Label,
    period: query.Period,
    returnData: query.ReturnData ?? false,
    metric: stat && {
      metricName: stat.Metric?.MetricName,
      namespace: stat.Metric?.Namespace,
      dimensions: fromDimensions(stat.Metric?.Dimensions),
      period: stat.Period,
      stat: stat.Stat,
      unit: stat.Unit,
    },
  };
}

function toDimensions(dimensions: unknown): Dimension[] | undefined {
  if (!dimensions) return undefined;
  return Object.entries(dimensions as Record<string, string>).map(([Name, Value]) => ({ Name, Value }));
}

function fromDimensions(dimensions: Dimension[] = []): Live {
  return Object.fromEntries(dimensions.map(({ Name, Value }) => [Name!, Value]));
}

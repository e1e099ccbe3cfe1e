import {
  DeleteDashboardsCommand,
  GetDashboardCommand,
  ListDashboardsCommand,
  ListTagsForResourceCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../testing/index.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const DashboardBody = JSON.stringify({ widgets: [{ type: "text", properties: { markdown: "Bookings" } }] });

function put(body = DashboardBody, DashboardName = "bookings") {
  return cloud.cloudwatch.send(new PutDashboardCommand({ DashboardName, DashboardBody: body }));
}

async function list(): Promise<(string | undefined)[]> {
  const { DashboardEntries } = await cloud.cloudwatch.send(new ListDashboardsCommand({}));
  return DashboardEntries!.map(({ DashboardName }) => DashboardName);
}

describe("a dashboard", () => {
  test("is returned as it was put", async () => {
    await put();

    expect(await cloud.cloudwatch.send(new GetDashboardCommand({ DashboardName: "bookings" }))).toMatchObject({
      DashboardArn: "arn:aws:cloudwatch::000000000000:dashboard/bookings",
      DashboardBody,
    });
    expect(await list()).toEqual(["bookings"]);
  });

  test("cannot be read if it does not exist", async () => {
    const getting = cloud.cloudwatch.send(new GetDashboardCommand({ DashboardName: "none" }));

    await expect(getting).rejects.toMatchObject({ message: "Dashboard none does not exist" });
  });

  test("is not deleted if another one in the request does not exist", async () => {
    await put();

    const deleting = cloud.cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: ["bookings", "none"] }));

    await expect(deleting).rejects.toThrow("Dashboard none does not exist");
    expect(await list()).toEqual(["bookings"]);
    await cloud.cloudwatch.send(new DeleteDashboardsCommand({ DashboardNames: ["bookings"] }));
    expect(await list()).toEqual([]);
  });

  test.each([
    ["invalid JSON", "{", "/", "The field DashboardBody must be a valid JSON object"],
    ["no widgets", "{}", "/", "The dashboard must have a field widgets that is an array"],
    ["an unknown widget", '{"widgets": [{"type": "clock"}]}', "/widgets/0/type", "Should match one of metric, text"],
    ["a widget without properties", '{"widgets": [{"type": "text"}]}', "/widgets/0", "Should have required property"],
  ])("with %s is refused, with the path of the problem", async (_name, body, path, message) => {
    await expect(put(body)).rejects.toMatchObject({
      dashboardValidationMessages: [{ DataPath: path, Message: expect.stringContaining(message) }],
    });
  });

  test("cannot have a name with a space", async () => {
    await expect(put(DashboardBody, "my bookings")).rejects.toThrow("It can only contain alphanumerics");
  });
});

describe("tags", () => {
  test("of an alarm are set on creation and changed by its ARN", async () => {
    await cloud.cloudwatch.send(
      new PutMetricAlarmCommand({
        AlarmName: "a",
        Namespace: "N",
        MetricName: "M",
        Statistic: "Sum",
        Period: 60,
        EvaluationPeriods: 1,
        Threshold: 1,
        ComparisonOperator: "GreaterThanThreshold",
        Tags: [{ Key: "step", Value: "8" }],
      }),
    );
    const ResourceARN = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:a";
    await cloud.cloudwatch.send(new TagResourceCommand({ ResourceARN, Tags: [{ Key: "team", Value: "payment" }] }));
    await cloud.cloudwatch.send(new UntagResourceCommand({ ResourceARN, TagKeys: ["step"] }));

    const { Tags } = await cloud.cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }));

    expect(Tags).toEqual([{ Key: "team", Value: "payment" }]);
  });

  test("of a missing alarm are refused", async () => {
    const ResourceARN = "arn:aws:cloudwatch:us-east-1:000000000000:alarm:none";

    await expect(cloud.cloudwatch.send(new ListTagsForResourceCommand({ ResourceARN }))).rejects.toMatchObject({
      name: "ResourceNotFoundException",
    });
  });
});

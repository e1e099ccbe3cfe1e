import {
  CreateScheduleGroupCommand,
  DeleteScheduleGroupCommand,
  GetScheduleCommand,
  GetScheduleGroupCommand,
  ListScheduleGroupsCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-scheduler";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startTestCloud, type TestCloud } from "../../../testing/index.ts";
import { bodiesIn, makeQueue } from "../../eventbridge/test-support.ts";
import { makeRole, makeSchedule, minute } from "../test-support.ts";

let cloud: TestCloud;
beforeEach(async () => {
  cloud = await startTestCloud();
});
afterEach(() => cloud.close());

const create = (Name: string, more = {}) => cloud.scheduler.send(new CreateScheduleGroupCommand({ Name, ...more }));
const tagsOf = async (ResourceArn: string) =>
  (await cloud.scheduler.send(new ListTagsForResourceCommand({ ResourceArn }))).Tags;

test("a group is created, read and listed beside the default group", async () => {
  const { ScheduleGroupArn } = await create("bookings");

  const group = await cloud.scheduler.send(new GetScheduleGroupCommand({ Name: "bookings" }));
  expect(group).toMatchObject({
    Arn: "arn:aws:scheduler:us-east-1:000000000000:schedule-group/bookings",
    Name: "bookings",
    State: "ACTIVE",
    CreationDate: new Date(cloud.clock.now()),
  });
  expect(group.Arn).toBe(ScheduleGroupArn);
  const { ScheduleGroups } = await cloud.scheduler.send(new ListScheduleGroupsCommand({}));
  expect(ScheduleGroups!.map(({ Name }) => Name)).toEqual(["bookings", "default"]);
  const filtered = await cloud.scheduler.send(new ListScheduleGroupsCommand({ NamePrefix: "def" }));
  expect(filtered.ScheduleGroups!.map(({ Name }) => Name)).toEqual(["default"]);
});

test("a second group of the same name is a conflict, and the same call again is none", async () => {
  await create("bookings", { ClientToken: "one" });

  await expect(create("bookings")).rejects.toMatchObject({
    name: "ConflictException",
    message: "Schedule group bookings already exists.",
  });
  await expect(create("bookings", { ClientToken: "one" })).resolves.toBeDefined();
});

test("deleting a group deletes its schedules, which run no more", async () => {
  await makeRole(cloud);
  const Arn = await makeQueue(cloud, "inbox", { open: false });
  await create("bookings");
  await makeSchedule(cloud, { Arn }, { GroupName: "bookings" });
  await cloud.clock.advance(minute);
  expect(await bodiesIn(cloud, "inbox")).toHaveLength(2);

  await cloud.scheduler.send(new DeleteScheduleGroupCommand({ Name: "bookings" }));

  await cloud.clock.advance(5 * minute);
  expect(await bodiesIn(cloud, "inbox")).toHaveLength(0);
  await expect(
    cloud.scheduler.send(new GetScheduleCommand({ Name: "tick", GroupName: "bookings" })),
  ).rejects.toMatchObject({ name: "ResourceNotFoundException" });
  await expect(cloud.scheduler.send(new GetScheduleGroupCommand({ Name: "bookings" }))).rejects.toMatchObject({
    name: "ResourceNotFoundException",
    message: "Schedule group bookings does not exist.",
  });
});

test("the default group cannot be deleted", async () => {
  await expect(cloud.scheduler.send(new DeleteScheduleGroupCommand({ Name: "default" }))).rejects.toMatchObject({
    name: "ValidationException",
    message: "The default schedule group cannot be deleted.",
  });
});

test("a group's tags are set, changed and removed", async () => {
  const tag = (Key: string, Value: string) => ({ Key, Value });
  const { ScheduleGroupArn: ResourceArn } = await create("bookings", { Tags: [tag("step", "11")] });

  await cloud.scheduler.send(new TagResourceCommand({ ResourceArn, Tags: [tag("step", "12"), tag("team", "a")] }));
  expect(await tagsOf(ResourceArn!)).toEqual([tag("step", "12"), tag("team", "a")]);

  await cloud.scheduler.send(new UntagResourceCommand({ ResourceArn, TagKeys: ["step", "other"] }));
  expect(await tagsOf(ResourceArn!)).toEqual([tag("team", "a")]);
});

test("only schedule groups have tags, 50 at most, and none that AWS sets", async () => {
  const { ScheduleGroupArn: ResourceArn } = await create("bookings");
  const set = (Tags: { Key: string; Value: string }[], arn = ResourceArn) =>
    cloud.scheduler.send(new TagResourceCommand({ ResourceArn: arn, Tags }));

  await expect(set([], "arn:aws:scheduler:us-east-1:000000000000:schedule/default/tick")).rejects.toThrow(
    "'resourceArn' failed to satisfy constraint",
  );
  await expect(set([{ Key: "aws:x", Value: "1" }])).rejects.toThrow("reserved for AWS");
  await expect(set([{ Key: "", Value: "1" }])).rejects.toThrow("greater than or equal to 1");
  await expect(set(Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}`, Value: "1" })))).rejects.toThrow(
    "at most 50 tags",
  );
  await expect(tagsOf(`${ResourceArn}-missing`)).rejects.toMatchObject({ name: "ResourceNotFoundException" });
});

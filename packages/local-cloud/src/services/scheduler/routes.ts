import type { RestRoute } from "../../core/service.ts";

const schedule = "/schedules/{Name}";
const group = "/schedule-groups/{Name}";
const tags = "/tags/{ResourceArn}";
const paged = { MaxResults: "MaxResults", NamePrefix: "NamePrefix", NextToken: "NextToken" };

/** "EventBridge Scheduler API Reference". */
export const routes: RestRoute[] = [
  { operation: "CreateSchedule", method: "POST", path: schedule },
  { operation: "UpdateSchedule", method: "PUT", path: schedule },
  { operation: "GetSchedule", method: "GET", path: schedule, query: { GroupName: "groupName" } },
  {
    operation: "DeleteSchedule",
    method: "DELETE",
    path: schedule,
    query: { GroupName: "groupName", ClientToken: "clientToken" },
  },
  {
    operation: "ListSchedules",
    method: "GET",
    path: "/schedules",
    query: { ...paged, GroupName: "ScheduleGroup", State: "State" },
  },
  { operation: "CreateScheduleGroup", method: "POST", path: group },
  { operation: "GetScheduleGroup", method: "GET", path: group },
  { operation: "DeleteScheduleGroup", method: "DELETE", path: group, query: { ClientToken: "clientToken" } },
  { operation: "ListScheduleGroups", method: "GET", path: "/schedule-groups", query: paged },
  { operation: "TagResource", method: "POST", path: tags },
  { operation: "UntagResource", method: "DELETE", path: tags, query: { TagKeys: "TagKeys" } },
  { operation: "ListTagsForResource", method: "GET", path: tags },
];

import type { RestRoute } from "../../core/service.ts";

const named = "/v1/pipes/{Name}";
const tags = "/tags/{resourceArn}";
const filters = ["NamePrefix", "DesiredState", "CurrentState", "SourcePrefix", "TargetPrefix", "NextToken", "Limit"];

/** "Amazon EventBridge Pipes API Reference". */
export const routes: RestRoute[] = [
  { operation: "CreatePipe", method: "POST", path: named },
  { operation: "UpdatePipe", method: "PUT", path: named },
  { operation: "DescribePipe", method: "GET", path: named },
  { operation: "DeletePipe", method: "DELETE", path: named },
  { operation: "StartPipe", method: "POST", path: `${named}/start` },
  { operation: "StopPipe", method: "POST", path: `${named}/stop` },
  {
    operation: "ListPipes",
    method: "GET",
    path: "/v1/pipes",
    query: Object.fromEntries(filters.map((filter) => [filter, filter])),
  },
  { operation: "TagResource", method: "POST", path: tags },
  { operation: "UntagResource", method: "DELETE", path: tags, query: { tagKeys: "tagKeys" } },
  { operation: "ListTagsForResource", method: "GET", path: tags },
];

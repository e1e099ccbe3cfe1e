import type { RestRoute } from "../../core/service.ts";

const named = "/functions/{FunctionName}";
const qualifier = { query: { Qualifier: "Qualifier" } };
const paged = { query: { Marker: "Marker", MaxItems: "MaxItems" } };

/** "AWS Lambda API Reference": each path starts with the API version that introduced the operation. */
export const routes: RestRoute[] = [
  { operation: "CreateFunction", method: "POST", path: "/2015-03-31/functions", status: 201 },
  { operation: "ListFunctions", method: "GET", path: "/2015-03-31/functions", ...paged },
  { operation: "GetFunction", method: "GET", path: `/2015-03-31${named}`, ...qualifier },
  { operation: "DeleteFunction", method: "DELETE", path: `/2015-03-31${named}`, status: 204, ...qualifier },
  { operation: "GetFunctionConfiguration", method: "GET", path: `/2015-03-31${named}/configuration`, ...qualifier },
  { operation: "UpdateFunctionConfiguration", method: "PUT", path: `/2015-03-31${named}/configuration` },
  { operation: "UpdateFunctionCode", method: "PUT", path: `/2015-03-31${named}/code` },
  {
    operation: "Invoke",
    method: "POST",
    path: `/2015-03-31${named}/invocations`,
    headers: {
      InvocationType: "x-amz-invocation-type",
      LogType: "x-amz-log-type",
      ClientContext: "x-amz-client-context",
    },
    query: { Qualifier: "Qualifier" },
    payload: "Payload",
    responseHeaders: {
      FunctionError: "x-amz-function-error",
      LogResult: "x-amz-log-result",
      ExecutedVersion: "x-amz-executed-version",
    },
    statusMember: "StatusCode",
  },
  { operation: "AddPermission", method: "POST", path: `/2015-03-31${named}/policy`, status: 201, ...qualifier },
  { operation: "GetPolicy", method: "GET", path: `/2015-03-31${named}/policy`, ...qualifier },
  {
    operation: "RemovePermission",
    method: "DELETE",
    path: `/2015-03-31${named}/policy/{StatementId}`,
    status: 204,
    query: { Qualifier: "Qualifier", RevisionId: "RevisionId" },
  },
  { operation: "PutFunctionConcurrency", method: "PUT", path: `/2017-10-31${named}/concurrency` },
  { operation: "GetFunctionConcurrency", method: "GET", path: `/2019-09-30${named}/concurrency` },
  { operation: "DeleteFunctionConcurrency", method: "DELETE", path: `/2017-10-31${named}/concurrency`, status: 204 },
  {
    operation: "PutFunctionEventInvokeConfig",
    method: "PUT",
    path: `/2019-09-25${named}/event-invoke-config`,
    ...qualifier,
  },
  {
    operation: "UpdateFunctionEventInvokeConfig",
    method: "POST",
    path: `/2019-09-25${named}/event-invoke-config`,
    ...qualifier,
  },
  {
    operation: "GetFunctionEventInvokeConfig",
    method: "GET",
    path: `/2019-09-25${named}/event-invoke-config`,
    ...qualifier,
  },
  {
    operation: "DeleteFunctionEventInvokeConfig",
    method: "DELETE",
    path: `/2019-09-25${named}/event-invoke-config`,
    status: 204,
    ...qualifier,
  },
  {
    operation: "ListFunctionEventInvokeConfigs",
    method: "GET",
    path: `/2019-09-25${named}/event-invoke-config/list`,
    ...paged,
  },
  { operation: "CreateFunctionUrlConfig", method: "POST", path: `/2021-10-31${named}/url`, status: 201, ...qualifier },
  { operation: "GetFunctionUrlConfig", method: "GET", path: `/2021-10-31${named}/url`, ...qualifier },
  { operation: "UpdateFunctionUrlConfig", method: "PUT", path: `/2021-10-31${named}/url`, ...qualifier },
  {
    operation: "DeleteFunctionUrlConfig",
    method: "DELETE",
    path: `/2021-10-31${named}/url`,
    status: 204,
    ...qualifier,
  },
  { operation: "ListFunctionUrlConfigs", method: "GET", path: `/2021-10-31${named}/urls`, ...paged },
  { operation: "TagResource", method: "POST", path: "/2017-03-31/tags/{Resource}", status: 204 },
  {
    operation: "UntagResource",
    method: "DELETE",
    path: "/2017-03-31/tags/{Resource}",
    status: 204,
    query: { TagKeys: "tagKeys" },
  },
  { operation: "ListTags", method: "GET", path: "/2017-03-31/tags/{Resource}" },
  { operation: "GetAccountSettings", method: "GET", path: "/2016-08-19/account-settings" },
];

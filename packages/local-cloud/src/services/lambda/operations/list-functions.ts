import type { ListFunctionsRequest, ListFunctionsResponse } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import { describeFunction } from "../description.ts";
import type { Lambda } from "../lambda.ts";
import { checkPage, pageOf } from "../page.ts";

export function listFunctions(lambda: Lambda) {
  return (input: Wire<ListFunctionsRequest>, context: CallContext): Wire<ListFunctionsResponse> => {
    checkPage(input, 10_000);
    context.authorize({ action: "lambda:ListFunctions", resource: "*" });
    const all = [...lambda.functions.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, NextMarker } = pageOf(all, input, 50);
    return { Functions: items.map(describeFunction), ...(NextMarker !== undefined && { NextMarker }) };
  };
}

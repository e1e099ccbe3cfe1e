import type { GetAccountSettingsResponse } from "@aws-sdk/client-lambda";
import type { CallContext, Wire } from "../../../core/service.ts";
import type { Lambda } from "../lambda.ts";

export function getAccountSettings({ concurrency, functions }: Lambda) {
  return (_input: object, context: CallContext): Wire<GetAccountSettingsResponse> => {
    context.authorize({ action: "lambda:GetAccountSettings", resource: "*" });
    const all = [...functions.values()];
    return {
      AccountLimit: {
        TotalCodeSize: 80_530_636_800,
        CodeSizeUnzipped: 262_144_000,
        CodeSizeZipped: 52_428_800,
        ConcurrentExecutions: concurrency.limit,
        UnreservedConcurrentExecutions: concurrency.unreservedLimit,
      },
      AccountUsage: {
        TotalCodeSize: all.reduce((size, { code }) => size + code.sizeBytes, 0),
        FunctionCount: all.length,
      },
    };
  };
}
